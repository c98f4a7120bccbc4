using MudBlazor;

namespace HrBpm.Designer.Layout;

/// <summary>The values of <c>tokens.css</c> for MudBlazor's own components.</summary>
internal static class Look
{
    private const string Font = "\"PingFang SC\",\"HarmonyOS Sans SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif";

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3C55D6", PrimaryContrastText = "#FFFFFF", PrimaryDarken = "#3149C2", PrimaryLighten = "#EFF2FE", Secondary = "#4B5566", Tertiary = "#0C7F8D",
            Success = "#1E8556", Warning = "#B86E00", Error = "#CF2F3C", Info = "#1D72B8",
            TextPrimary = "#19202C", TextSecondary = "#4B5566", TextDisabled = "#949DAD", Background = "#F5F6F8", BackgroundGray = "#ECEEF2", Surface = "#FFFFFF",
            LinesDefault = "#E1E4EA", Divider = "#ECEEF2", TableLines = "#ECEEF2", LinesInputs = "#CBD1DB", TableHover = "#F5F6F8",
            ActionDefault = "#4B5566", ActionDisabledBackground = "#ECEEF2", Skeleton = "#ECEEF2", OverlayDark = "rgba(20,26,36,.42)",
            HoverOpacity = .04, RippleOpacity = 0, RippleOpacitySecondary = 0,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5269E3", PrimaryContrastText = "#FFFFFF", PrimaryDarken = "#465BD0", PrimaryLighten = "#1F2745", Secondary = "#B0B9C8", Tertiary = "#3CB1BF",
            Success = "#3FAE7B", Warning = "#D79A3A", Error = "#E8626C", Info = "#4FA0DC",
            TextPrimary = "#E8EBF1", TextSecondary = "#B0B9C8", TextDisabled = "#667182", Background = "#0F1217", BackgroundGray = "#232934", Surface = "#171B22",
            LinesDefault = "#2D3541", Divider = "#232934", TableLines = "#232934", LinesInputs = "#3E4857", TableHover = "#1B2028",
            ActionDefault = "#B0B9C8", ActionDisabledBackground = "#232934", Skeleton = "#232934", OverlayDark = "rgba(0,0,0,.6)",
            HoverOpacity = .04, RippleOpacity = 0, RippleOpacitySecondary = 0,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font.Split(','), FontSize = ".8125rem", FontWeight = "400", LineHeight = "1.54", LetterSpacing = "0" },
            H6 = new H6Typography { FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "0" },
            Button = new ButtonTypography { FontSize = ".8125rem", FontWeight = "400", TextTransform = "none", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "56px", DrawerWidthLeft = "208px", DrawerMiniWidthLeft = "56px", DrawerWidthRight = "360px" },
    };
}
