// Gives a file to the person who asked for it.
window.hrbpmFiles = {
  save: (name, type, bytes) => {
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },
};
