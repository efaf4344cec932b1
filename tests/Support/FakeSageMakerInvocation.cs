using System.Text;

namespace Antivirus.Support;

/// <summary>One call of an endpoint, as it came over the wire.</summary>
/// <param name="Number">0 for the first call.</param>
/// <param name="Target">Path and query as they were sent, still escaped.</param>
/// <param name="Headers">By lower-case name.</param>
public sealed record FakeInvocation(int Number, string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string[] Rows => Text.Split('\n');

    /// <summary>A probability that only this row has, so that a mixed-up order shows.</summary>
    public static string ProbabilityOf(string row)
    {
        var hash = 2166136261u;
        foreach (var character in row)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return $"0.{hash % 10_000_000:0000000}";
    }
}
