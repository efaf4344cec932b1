using System.Globalization;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

/// <summary>Labelled students of four terms, with a profile written by hand that lists the words of the earlier ones.</summary>
public abstract class TermFiles : IDisposable
{
    protected const string Profile = """
        {
          "name": "terms", "id": "codigo", "period": "periodo",
          "target": { "column": "salida", "atRisk": ["si"], "notAtRisk": ["no"], "meaningEs": "Sale.", "meaningEn": "Leaves." },
          "columns": [
            { "name": "nota", "kind": "number", "minimum": 0, "maximum": 5, "labelEs": "Nota", "labelEn": "Mark" },
            { "name": "programa", "kind": "category", "labelEs": "Programa", "labelEn": "Program",
              "words": [{ "word": "Derecho", "code": 1 }, { "word": "Medicina", "code": 2 }, { "word": "Artes", "code": 3 }] }
          ],
          "settings": { "trees": 20, "leaves": 4 }, "folds": 2, "repeats": 1
        }
        """;

    protected TemporaryFolder Folder { get; } = new();

    protected string Data => Folder.File("datos.csv");

    protected string Artefact => Folder.File("modelo");

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected Task<(int ExitCode, string Output, string Errors)> TrainAsync(params string[] more) =>
        Training.RunAsync(["train", "--data", Data, "--model", Folder.File("perfil.json"), "--out", Artefact, .. more]);

    protected static async Task ReplaceAsync(string path, string old, string replacement) => await File.WriteAllTextAsync(path,
        (await File.ReadAllTextAsync(path, Cancellation)).Replace(old, replacement, StringComparison.Ordinal), Cancellation);

    /// <summary>Four terms of 100 students; low marks leave, and half of the later terms study what nobody studied before.</summary>
    protected async Task WriteAsync()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 400).Select(row =>
        {
            var (term, mark) = (row / 100, Math.Round(random.NextDouble() * 5, 1));
            var leaves = random.NextDouble() < (mark < 2.5 ? 0.8 : 0.2) ? "si" : "no";
            var program = term < 2 || row % 2 == 0 ? row % 4 == 0 ? "Derecho" : "Medicina" : "Artes";
            return string.Create(CultureInfo.InvariantCulture,
                $"E{row:000},{2013 + (term / 2)}-{1 + (term % 2)},{mark},{program},{leaves}");
        });
        await File.WriteAllLinesAsync(Data, rows.Prepend("codigo,periodo,nota,programa,salida"), Cancellation);
        await File.WriteAllTextAsync(Folder.File("perfil.json"), Profile, Cancellation);
    }
}
