using System.CommandLine;
using System.Text.Json;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Erasure;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Runs;

namespace Antivirus.Training.Commands;

/// <summary><c>student export|erase</c>: hands over, or erases, all that is stored about one student.</summary>
internal static class StudentCommand
{
    private const int Incomplete = 1;

    private static readonly Option<string> Ies = new("--ies") { Description = "The institution's code.", Required = true };
    private static readonly Option<FileInfo?> IdFile = new("--id-file")
    {
        Description =
            "File whose first line is the student's id; without it the id is read from standard input. It is never an argument: " +
            "those are seen in the list of processes and in the shell's history.",
    };

    private static readonly Option<string?> Storage = StorageOption.Create();

    public static Command Create()
    {
        var export = new Command("export", "Print all that is stored about the student as JSON.") { Ies, IdFile, Storage };
        export.SetAction((parsed, cancellationToken) => RunAsync(parsed, ExportAsync, cancellationToken));
        var erase = new Command("erase", "Write every file that names the student anew without the student.") { Ies, IdFile, Storage };
        erase.SetAction((parsed, cancellationToken) => RunAsync(parsed, EraseAsync, cancellationToken));
        return new Command("student", "One student's data, for a request by law.") { export, erase };
    }

    private static async Task<int> RunAsync(ParseResult parsed,
        Func<Containers, string, string, TextWriter, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var containers = StorageOption.Open(parsed.GetValue(Storage));
        var id = await ReadIdAsync(parsed.GetValue(IdFile), parsed.InvocationConfiguration.Error, cancellationToken);
        try
        {
            return await run(containers, parsed.GetValue(Ies)!, id, parsed.InvocationConfiguration.Output, cancellationToken);
        }
        catch (Exception failure) when (StorageOption.IsFailure(failure, cancellationToken))
        {
            throw new TrainingException(StorageOption.Describe(failure));
        }
    }

    private static async Task<string> ReadIdAsync(FileInfo? file, TextWriter prompt, CancellationToken cancellationToken)
    {
        using var text = file?.OpenText();
        if (text is null && !Console.IsInputRedirected)
        {
            await prompt.WriteAsync("Student's id: ");
        }

        var id = await (text ?? Console.In).ReadLineAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(id) ? throw new TrainingException("The first line must be the student's id; it is empty.") : id;
    }

    private static async Task<int> ExportAsync(Containers containers, string ies, string id, TextWriter output,
        CancellationToken cancellationToken)
    {
        var found = await FilesOf(containers).FindAsync(ies, id, cancellationToken).ToListAsync(cancellationToken);
        await output.WriteLineAsync(JsonSerializer.Serialize(found, ConsoleJson.Default.ListStudentFile));
        return 0;
    }

    private static async Task<int> EraseAsync(Containers containers, string ies, string id, TextWriter output,
        CancellationToken cancellationToken)
    {
        var erasure = new StudentErasure(FilesOf(containers), new RunLedger(containers, TimeProvider.System),
            new EmailLedger(containers, TimeProvider.System), new OutcomeStore(containers), new NoEmailCopies(), containers);
        var erased = await erasure.EraseAsync(ies, id, cancellationToken);
        foreach (var file in erased.Files)
        {
            await output.WriteLineAsync(
                $"{file.File}: erased {Count.Of(file.Upload, "row")} of the upload, {file.Report} of the report, {file.Problems} of the " +
                $"rejected rows, {file.Outcomes} of the outcomes."
                + (file.IsMadeAnew ? " The workbook may name the student elsewhere: it was made anew of the values of one sheet." : ""));
        }

        foreach (var file in erased.Left)
        {
            await output.WriteLineAsync(file.Reason == LeftReason.InWork
                ? $"{file.File}: in work, or its email is; repeat the command in a minute."
                : $"{file.File}: names the student, but its columns were never understood; erase the whole run.");
        }

        await output.WriteLineAsync(erased switch
        {
            { IsComplete: false } => "Not complete.",
            { Files.Count: 0 } => "Nothing is stored about a student with this id.",
            _ => "All is erased that storage held. Emails in the pickup folder of a server go by POST /api/students/{ies}/erase there.",
        });
        return erased.IsComplete ? 0 : Incomplete;
    }

    private static StudentFiles FilesOf(Containers containers) =>
        new(new RunLedger(containers, TimeProvider.System), new OutcomeStore(containers), containers);

    /// <summary>The console sends no emails, and keeps no copies.</summary>
    private sealed class NoEmailCopies : IEmailCopies
    {
        // The app's own default for Email__ClaimTime, and a minute more; a claim in use is renewed all the time.
        public TimeSpan ClaimTime => TimeSpan.FromMinutes(2);

        public Task<int> DeleteAsync(string report, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> DeleteMentionsAsync(string iesCode, string id, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
