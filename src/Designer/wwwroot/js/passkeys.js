// Makes passkeys: browsers give them to scripts only, and not to the app itself.
window.hrbpmPasskeys = {
  can: () => !!(window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON),
  // The credential as JSON; where there is none, the browser's own word for why, for example NotAllowedError where the person thought better of it.
  create: async options => {
    try {
      const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) });
      return { credential: JSON.stringify(made.toJSON()), error: '' };
    } catch (e) {
      return { credential: '', error: e.name };
    }
  },
};
