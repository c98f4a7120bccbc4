namespace HrBpm.Server.Platform.Transport;

/// <summary>Policies of pages, each with what it needs and no more.</summary>
internal static class PagePolicies
{
    /// <summary>The page of the API document.</summary>
    public const string Scalar = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public const string WhyScalar = "Scalar starts by a script within the page and styles its elements one by one; it loads nothing from elsewhere.";

    /// <summary>Elsa Studio.</summary>
    public const string Studio = "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public const string WhyStudio = "Studio is WebAssembly, sets its backend by a script within the page, its Monaco editor evaluates scripts and works in blobs, and it listens to a hub; its base address is a tag.";

    /// <summary>Our own pages.</summary>
    public const string Pages = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public const string WhyPages = "The pages are WebAssembly; lists and pictures of flows place their parts by styles of their own; attached PDFs are shown in a frame; their base address is a tag.";
}
