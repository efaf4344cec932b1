using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.Architecture.Tests;

/// <summary>
/// The edges between the folders of a project, as the usings of its files have them. Files at a project's top
/// compose its rooms and may use them all.
/// </summary>
public sealed partial class RoomTests
{
    /// <summary>What each room may use of its own project, nothing else; a room that is not listed may use none.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model/Models"] = ["Cohorts"],
        ["Model/Evaluation"] = ["Cohorts"],
        ["Model/Outcomes"] = ["Cohorts", "Evaluation", "Models", "Reports"],
        ["Model/Erasure"] = ["Cohorts", "Reports"],
        ["Model/Scoring"] = ["Cohorts", "Models"],
        ["Model/Reports"] = ["Cohorts", "Models", "Scoring"],
        ["Model/Pipeline"] = ["Cohorts", "Models", "Reports", "Scoring"],
        ["Storage/Erasure"] = ["Emails", "Outcomes", "Runs"],
        ["Functions/Runs"] = ["Institutions", "Observability"],
        ["Functions/Emails"] = ["Api", "Institutions", "Observability"],
        ["Functions/Api"] = ["Access", "Institutions", "Runs"],
        ["Functions/Pages"] = ["Access", "Api", "Institutions", "Runs"],
        ["Functions/Demo"] = ["Emails", "Pages"],
        ["LocalHost/Discovery"] = ["Hosting"],
        ["LocalHost/Blobs"] = ["Discovery", "Hosting"],
        ["LocalHost/Emulator"] = ["Blobs", "Hosting"],
        ["LocalHost/Http"] = ["Blobs", "Discovery", "Hosting"],
        ["Training/Data"] = ["Output", "Profiles"],
        ["Training/Drafts"] = ["Data", "Output", "Profiles"],
        ["Training/Exploration"] = ["Data", "Profiles"],
        ["Training/Evaluation"] = ["Data"],
        ["Training/Fitting"] = ["Data", "Evaluation", "Profiles"],
        ["Training/Cards"] = ["Data", "Evaluation", "Output", "Profiles"],
        ["Training/Pages"] = ["Cards", "Charts", "Data", "Evaluation", "Exploration", "Profiles"],
        ["Training/Commands"] = ["Cards", "Charts", "Data", "Drafts", "Evaluation", "Exploration", "Fitting", "Output", "Pages",
            "Profiles"],
        ["Training/Notify"] = ["Commands"],
    };

    public static TheoryData<string> Projects => ["Model", "Blobs", "Storage", "Functions", "LocalHost", "Training"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_no_other_than_it_may(string project)
    {
        // Act
        var used = SourceFile.AllOf(project)
            .Where(file => file.Room is not null)
            .SelectMany(file => file.UsedRooms().Select(room => (From: $"{project}/{file.Room}", To: room, file.Path)))
            .Where(use => !use.From.EndsWith("/" + use.To, StringComparison.Ordinal));

        // Assert
        Assert.All(used, use => Assert.True(Allowed.GetValueOrDefault(use.From, []).Contains(use.To), $"{use.Path} uses {use.To}."));
    }

    [Fact]
    public void The_rooms_that_may_use_each_other_make_no_circle()
    {
        foreach (var start in Allowed.Keys)
        {
            Assert.DoesNotContain(start, Reachable(start));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        Assert.All(
            SourceFile.AllOf(project).Where(file => file.Namespace is not null),
            file => Assert.Equal($"Antivirus.{Path.GetDirectoryName(file.Path)!.Replace(Path.DirectorySeparatorChar, '.')}",
                file.Namespace));
    }

    private static HashSet<string> Reachable(string start)
    {
        var project = start[..start.IndexOf('/', StringComparison.Ordinal)];
        var reached = new HashSet<string>();
        var open = new Queue<string>(Allowed[start].Select(room => $"{project}/{room}"));
        while (open.TryDequeue(out var room))
        {
            if (reached.Add(room))
            {
                Array.ForEach(Allowed.GetValueOrDefault(room, []), next => open.Enqueue($"{project}/{next}"));
            }
        }

        return reached;
    }

    /// <summary>A file of C#, by its path below the repository.</summary>
    private sealed partial record SourceFile(string Project, string Path, string Text)
    {
        /// <summary>The first folder below the project; null for a file at its top.</summary>
        public string? Room => Path.Split(System.IO.Path.DirectorySeparatorChar) is [_, var room, _, ..] ? room : null;

        public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups["name"].Value : null;

        public static List<SourceFile> AllOf(string project)
        {
            var files = Directory.EnumerateFiles(RepositoryFolder.File(project), "*.cs", SearchOption.AllDirectories)
                .Select(file =>
                    new SourceFile(project, System.IO.Path.GetRelativePath(RepositoryFolder.Root, file), File.ReadAllText(file)))
                .ToList();
            Assert.NotEmpty(files);
            return files;
        }

        /// <summary>Rooms of the same project that a using names, or a name that is qualified by one.</summary>
        public IEnumerable<string> UsedRooms()
        {
            var rooms = Directory.EnumerateDirectories(RepositoryFolder.File(Project)).Select(folder => System.IO.Path.GetFileName(folder))
                .ToHashSet();
            var usings = UsingLine().Matches(Text).Where(match => match.Groups["project"].Value == Project)
                .Select(match => match.Groups["room"].Value);
            var qualified = QualifiedName().Matches(Text).Where(match => TypeExists(match)).Select(match => match.Groups["room"].Value);
            return usings.Concat(qualified).Where(rooms.Contains).Distinct();
        }

        private bool TypeExists(Match name) =>
            File.Exists(RepositoryFolder.File(Project, name.Groups["room"].Value, name.Groups["type"].Value + ".cs"));

        [GeneratedRegex(@"^using (?:static |\w+ = )?Antivirus\.(?<project>\w+)\.(?<room>\w+)", RegexOptions.Multiline)]
        private static partial Regex UsingLine();

        [GeneratedRegex(@"(?<![.\w])(?<room>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
        private static partial Regex QualifiedName();

        [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
        private static partial Regex NamespaceLine();
    }
}
