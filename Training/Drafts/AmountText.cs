using System.Text.RegularExpressions;

namespace Antivirus.Training.Drafts;

/// <summary>Amounts that carry a sign, or whose marks may be read either way: <c>$ 1.200.000</c>, <c>COP 500</c>, <c>12.000</c>.</summary>
internal static partial class AmountText
{
    private const string Currency = @"\p{Sc}|COP|USD|MXN|BRL|EUR|ARS|CLP|PEN";
    private const string Digits = @"\d[\d.,'\s]*";

    public static bool IsAmount(string cell) => Amount().IsMatch(cell);

    [GeneratedRegex($@"^\s*((US\$|R\$|S/\.?|{Currency})\s*[-+]?{Digits}|[-+]?{Digits}(%|{Currency})|[-+]?\d{{1,3}}([.,']\d{{3}})+)\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
