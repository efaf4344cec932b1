using ScottPlot;
using SkiaSharp;

namespace Antivirus.Training.Charts;

/// <summary>Measures chart text with a font of our own: a server often has none, and a chart must not look different on each
/// machine.</summary>
internal sealed class ChartFont : IFontResolver
{
    public const string Name = "Open Sans";

    private static readonly SKTypeface Typeface = Load();

    private static readonly Lazy<bool> Installed = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new ChartFont());
        Fonts.Default = Name;
        Fonts.Sans = Name;
        return true;
    });

    /// <summary>Tells ScottPlot, once, to use it for all text.</summary>
    public static bool Install() => Installed.Value;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Typeface;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Typeface;

    private static SKTypeface Load()
    {
        using var font = typeof(ChartFont).Assembly.GetManifestResourceStream("Antivirus.Training.Charts.OpenSans-Latin.ttf")!;
        return SKTypeface.FromStream(font);
    }
}
