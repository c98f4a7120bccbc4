// The language is chosen before the app starts, because what is loaded depends on it.
Blazor.start({ applicationCulture: hrbpm.language() });
