namespace HrBpm.Designer.Layout;

/// <summary>The drawings of the icons, 24 by 24, drawn with a line of 1.7.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["plus"] = """<path d="M12 5v14M5 12h14"/>""",
        ["chevron-down"] = """<path d="M6 9l6 6 6-6"/>""",
        ["check"] = """<path d="M5 12.5l4.5 4.5L19 7"/>""",
        ["handle"] = """<rect x="4" y="4" width="16" height="16" rx="3.500"/><path d="M8 12l3 3 5-6"/>""",
        ["sign"] = """<path d="M3 17c3-1 7-13 10-13 2.500 0-3 10-3 13 0 2 2 0 3.500-2s2.500-1 2.500.5 1.500 2 5 .5M3 21h18"/>""",
        ["flow"] = """<rect x="8" y="3" width="8" height="5" rx="1.5"/><rect x="3" y="16" width="7" height="5" rx="1.5"/><rect x="14" y="16" width="7" height="5" rx="1.5"/><path d="M12 8v4M6.5 16v-2a2 2 0 012-2h7a2 2 0 012 2v2"/>""",
        ["send"] = """<path d="M21 3L10 14M21 3l-7 18-4-7-7-4z"/>""",
        ["system"] = """<path d="M13 3L5 14h6l-1 7 8.500-11h-6z"/>""",
        ["approve"] = """<path d="M9.500 12.500c0-2-1.500-3-1.500-5a4 4 0 018 0c0 2-1.500 3-1.500 5M5 18v-2a2 2 0 012-2h10a2 2 0 012 2v2zM5 21h14"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>""",
        ["alert"] = """<path d="M12 4l9 16H3zM12 10v4.500M12 17.200v.3"/>""",
        ["shield"] = """<path d="M12 3l7.500 3v5.500c0 4.600-3 7.800-7.500 9.500-4.500-1.700-7.500-4.900-7.500-9.500V6zM8.500 12l2.500 2.500 4.500-5"/>""",
        ["file"] = """<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>""",
        ["close"] = """<path d="M6 6l12 12M18 6L6 18"/>""",
        ["people"] = """<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19.5c.5-3.5 2.8-5.3 6-5.3s5.5 1.8 6 5.3M15.5 5.6a3.2 3.2 0 010 5.8M17.5 14.6c2 .7 3.2 2.3 3.5 4.9"/>""",
        ["school"] = """<path d="M12 4L2.500 9l9.500 5 9.500-5zM6.500 11.500V17c3 2.500 8 2.500 11 0v-5.500M21.500 9v6"/>""",
        ["box"] = """<path d="M12 3l8 4.200v9.600L12 21l-8-4.200V7.200zM4 7.200l8 4.300 8-4.300M12 11.500V21"/>""",
        ["inbox"] = """<path d="M3 13l3-8h12l3 8v6H3zM3 13h5.5l1.5 3h4l1.5-3H21"/>""",
        ["chart"] = """<path d="M4 4v16h16M8.500 16v-4M12.500 16V8M16.500 16v-6"/>""",
        ["board"] = """<rect x="3.500" y="4.500" width="17" height="15" rx="2"/><path d="M9 4.500v15M15 4.500v15"/>""",
        ["pulse"] = """<path d="M3 12h4l2.500-7 5 14 2.500-7h4"/>""",
        ["condition"] = """<path d="M12 3v5M12 8l-6 6v6M12 8l6 6v6M3.5 17.5L6 20l2.5-2.5M15.5 17.5L18 20l2.5-2.5"/>""",
        ["chevron-right"] = """<path d="M9 6l6 6-6 6"/>""",
        ["subflow"] = """<rect x="3" y="4" width="9" height="6" rx="1.500"/><rect x="12" y="14" width="9" height="6" rx="1.500"/><path d="M7 10v5a2 2 0 002 2h3"/>""",
        ["wallet"] = """<path d="M4 7.500A2.500 2.500 0 016.500 5H17v3M4 7.500V17a2.500 2.500 0 002.500 2.500H20V8H6.500A2.500 2.500 0 014 7.500z"/><path d="M16 13.700h.01" stroke-width="3"/>""",
        ["flag"] = """<path d="M6 21V4M6 4.500c4-2 7 2 12 0v9c-5 2-8-2-12 0"/>""",
        ["lock"] = """<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 018 0v2.500"/>""",
        ["gear"] = """<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1"/>""",
        ["chevron-left"] = """<path d="M15 6l-6 6 6 6"/>""",
        ["parallel"] = """<path d="M12 3v17M5 20v-9a2 2 0 012-2h10a2 2 0 012 2v9"/>""",
        ["delay"] = """<path d="M7 3h10M7 21h10M8 3c0 5 3 6 4 9-1 3-4 4-4 9M16 3c0 5-3 6-4 9 1 3 4 4 4 9"/>""",
        ["info"] = """<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5.500M12 7.600v.3"/>""",
        ["minus"] = """<path d="M5 12h14"/>""",
        ["eye"] = """<path d="M2.500 12C5 7.500 8.300 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.800 6.500-9.500 6.500S5 16.500 2.500 12z"/><circle cx="12" cy="12" r="2.800"/>""",
        ["undo"] = """<path d="M8 5L4 9l4 4M4 9h10a5.500 5.500 0 010 11h-4"/>""",
        ["redo"] = """<path d="M16 5l4 4-4 4M20 9H10a5.500 5.500 0 000 11h4"/>""",
        ["calendar"] = """<rect x="4" y="5.500" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>""",
        ["person"] = """<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6"/>""",
        ["play"] = """<path d="M7 4.500v15l12-7.500z"/>""",
        ["filter"] = """<path d="M4 6h16M7 12h10M10 18h4"/>""",
        ["building"] = """<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/>""",
        ["more"] = """<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>""",
        ["history"] = """<path d="M4 12a8 8 0 108-8c-2.700 0-5 1.300-6.500 3.300M4.500 3.500v4h4M12 8v4l3 2"/>""",
        ["trash"] = """<path d="M4 7h16M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10 11v5M14 11v5"/>""",
        ["attach"] = """<path d="M20 11.5l-8 8a5 5 0 01-7-7l8.5-8.5a3.3 3.3 0 014.7 4.7L9.8 17a1.7 1.7 0 01-2.4-2.4L15 7"/>""",
        ["sort"] = """<path d="M7 5v14M4 16l3 3 3-3M13 7h7M13 12h5M13 17h3"/>""",
        ["print"] = """<path d="M7 8V3h10v5M7 17H3.500V9.500A1.500 1.500 0 015 8h14a1.500 1.500 0 011.500 1.500V17H17M7 14h10v7H7z"/>""",
        ["at"] = """<circle cx="12" cy="12" r="3.500"/><path d="M15.500 12v1.500a2.500 2.500 0 005 0V12a8.500 8.500 0 10-3.500 6.800"/>""",
        ["edit"] = """<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/>""",
        ["comment"] = """<path d="M4 5h16v12h-9l-4.500 3.500V17H4z"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>""",
        ["download"] = """<path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14"/>""",
        ["urge"] = """<path d="M4 10v4h3l7 4V6l-7 4zM17.500 9a4.500 4.500 0 010 6"/>""",
        ["retry"] = """<path d="M19.500 12a7.500 7.500 0 11-2.200-5.300M20 4v4.500h-4.500"/>""",
        ["key"] = """<path d="M7 19.500c1.200-2 1.500-4.500 1.500-7a3.500 3.500 0 017 0c0 2.700-.2 5.500-1.200 8.500M12 12.500c0 3-.4 6-1.700 8.500M4.300 16.500c.7-1.500.9-2.700.9-4.500a6.800 6.800 0 0113.600 0c0 2.200 0 3.700-.4 6"/>""",
        ["keyboard"] = """<rect x="3" y="6.500" width="18" height="11" rx="2"/><path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8"/>""",
        ["star"] = """<path d="M12 4l2.400 5.200 5.600.7-4.100 3.900 1.100 5.600-5-2.800-5 2.800 1.100-5.600L4 9.900l5.600-.7z"/>""",
        ["exchange"] = """<path d="M4 8h14M15 5l3 3-3 3M20 16H6M9 13l-3 3 3 3"/>""",
        ["open"] = """<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>""",
        ["copy"] = """<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5.500A1.500 1.500 0 0014.500 4h-9A1.500 1.500 0 004 5.500v9A1.500 1.500 0 005.500 16H8"/>""",
        ["menu"] = """<path d="M4 7h16M4 12h16M4 17h16"/>""",
        ["globe"] = """<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c3 2.6 3 14.4 0 17M12 3.5c-3 2.6-3 14.4 0 17"/>""",
        ["moon"] = """<path d="M19 14.5A8 8 0 019.500 5a8 8 0 109.500 9.500z"/>""",
        ["up"] = """<path d="M12 19V5M6 11l6-6 6 6"/>""",
        ["upload"] = """<path d="M12 16V5M7.500 9.500L12 5l4.500 4.500M5 20h14"/>""",
        ["fit"] = """<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>""",
        ["sun"] = """<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400"/>""",
        ["out"] = """<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9"/>""",
    };

    /// <summary>Whether there is such an icon; definitions name icons themselves.</summary>
    public static bool Has(string name) => ByName.ContainsKey(name);

    /// <summary>The drawing of an icon, as SVG elements.</summary>
    /// <exception cref="KeyNotFoundException">There is no such icon.</exception>
    public static string Draw(string name) => ByName[name];
}
