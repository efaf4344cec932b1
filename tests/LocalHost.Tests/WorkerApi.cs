using System.Text.RegularExpressions;

namespace Antivirus.LocalHost.Tests;

/// <summary>A type of the worker, as <c>worker-api.txt</c> lists it.</summary>
internal sealed record WorkerType(string Declaration, HashSet<string> Members);

/// <summary>Reads <c>worker-api.txt</c>: a line a type, its members indented below.</summary>
internal static partial class WorkerApi
{
    /// <summary>The types by their names, namespaces left out.</summary>
    public static Dictionary<string, WorkerType> Read(string path)
    {
        var types = new Dictionary<string, WorkerType>();
        WorkerType? last = null;
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var text = Namespace().Replace(line.Trim(), "");
            if (line[0] == ' ')
            {
                last!.Members.Add(text);
                continue;
            }

            last = new WorkerType(Bases().Replace(text, ""), []);
            types[Name().Match(last.Declaration).Groups[1].Value] = last;
        }

        return types;
    }

    [GeneratedRegex(@"\b([A-Z]\w*\.)+(?=[A-Z])")]
    private static partial Regex Namespace();

    [GeneratedRegex(@" : [^\[]*?(?= \[|$)")]
    private static partial Regex Bases();

    [GeneratedRegex(@"(?:class|enum|interface|delegate) (\w+)")]
    private static partial Regex Name();
}
