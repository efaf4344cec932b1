using System.IO.Compression;
using System.Text;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>Small files that unpack into hundreds of megabytes, with the settings that ship.</summary>
public sealed class BombMemoryTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,"
        + "Paid,Activities,Higher,Internet,Romantic\n";

    private const string SheetStart = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>id</t></is></c></row>";
    private const int UnpackedBytes = 200_000_000;
    private const int CopiesOfEach = 2;

    // Twice what was seen; files that are held unpacked need more, as three at once are in work.
    private const long MaxMemoryBytes = 600_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_memory_of_the_host_stays_flat_under_twelve_bombs_at_once()
    {
        // Arrange
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("correo"));
        var storage = new Storage(azurite.ConnectionString);
        (string Kind, byte[] Content)[] bombs =
        [
            (".csv.gz", Pack("\n")),
            (".csv.gz", Pack("7")),
            (".csv.gz", Pack("\"")),
            (".xlsx", PackSheet("<worksheet><cols>", "<col/>")),
            (".xlsx", PackSheet($"{SheetStart}<row r=\"2\"><c t=\"inlineStr\"><is><t>", "7")),
            (".xlsx", PackSheet(SheetStart, "<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>")),
        ];

        // Act
        string[] names = [.. Enumerable.Range(0, bombs.Length * CopiesOfEach).Select(number =>
            $"univalle/bomba-{number}{bombs[number % bombs.Length].Kind}")];
        await Task.WhenAll(names.Select((name, number) => storage.Uploads.GetBlobClient(name)
            .UploadAsync(new BinaryData(bombs[number % bombs.Length].Content), TestContext.Current.CancellationToken)));
        foreach (var name in names)
        {
            await Eventually.HoldsAsync(async () => await storage.StateOfAsync(name) is "Rejected", $"{name} is refused.");
        }

        // Assert
        Assert.InRange(host.PeakMemoryBytes, 1, MaxMemoryBytes);
    }

    private static byte[] Pack(string repeated)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Header));
            Repeat(gzip, repeated);
        }

        return packed.ToArray();
    }

    /// <summary>A workbook whose only sheet begins so and goes on without end.</summary>
    private static byte[] PackSheet(string start, string repeated)
    {
        const string Sheet = "xl/worksheets/sheet1.xml";
        using var small = new ZipArchive(new WorkbookFile().Texts("Datos", "visible", ["id"]).ToStream());
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in small.Entries)
            {
                using var part = zip.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                if (entry.FullName == Sheet)
                {
                    part.Write(Encoding.UTF8.GetBytes(start));
                    Repeat(part, repeated);
                }
                else
                {
                    using var content = entry.Open();
                    content.CopyTo(part);
                }
            }
        }

        return packed.ToArray();
    }

    private static void Repeat(Stream output, string repeated)
    {
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, (1 << 20) / repeated.Length)));
        for (long written = 0; written < UnpackedBytes; written += piece.Length)
        {
            output.Write(piece);
        }
    }
}
