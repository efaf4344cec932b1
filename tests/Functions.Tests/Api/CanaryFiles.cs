using System.Text;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>Files of each kind in which one student stands whom no other file has.</summary>
internal static class CanaryFiles
{
    public const string Id = "CANARIO-7391";
    public const string Value = "valor-raro-5527";
    public const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences," +
        "Sex,Famsize,Schoolsup,Famsup,Paid,Activities,Higher,Internet,Romantic,nota\n";

    /// <summary>The contents by name.</summary>
    public static Dictionary<string, byte[]> All()
    {
        var text = Header + Row("A1", "17") + Row(Id, "17", Value) + Row("B2", "18") + Row("C3", "99x") + Row("D4", "16");
        var broken = Header + Row("A1", "17") + Row(Id, Value) + Row("B2", "18");
        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["comprimido.csv.gz"] = PackedFile.Pack(Encoding.UTF8.GetBytes(text)),
            ["libro.xlsx"] = Workbook(text).ToStream().ToArray(),
            ["libro_con_notas.xlsx"] = Workbook(text)
                .Part("xl/comments1.xml", $"<comments><comment ref=\"A1\"><text><t>{Id}</t></text></comment></comments>")
                .ToStream().ToArray(),
            ["plano.csv"] = Encoding.UTF8.GetBytes(text),
            ["rechazada.csv"] = Encoding.Latin1.GetBytes(broken.Replace(",", ";", StringComparison.Ordinal)),
            ["unicode.csv"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text.Replace(",", "\t", StringComparison.Ordinal))],
        };
    }

    /// <summary>The cohort beside a sheet with one more row of the student, and one without students.</summary>
    private static WorkbookFile Workbook(string text) => new WorkbookFile()
        .Texts("Hoja1", "visible", [.. text.Trim().Split('\n').Select(line => line.Split(','))])
        .Texts("Contactos", "visible", ["id", "teléfono"], ["A1", "no tiene"], [Id, Value])
        .Texts("Notas", "hidden", ["Lista de la facultad"]);

    public static string Row(string id, string age, string note = "sí") => $"{id},{age},1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0,{note}\n";

    /// <summary>What the app has left among the machine's temporary files; those that it uses have no name.</summary>
    public static IEnumerable<string> Temporary() => Directory.EnumerateFiles(Path.GetTempPath(), "antivirus-*")
        .Where(file => File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddSeconds(-1));

    /// <summary>Whether a text holds the student's id or value.</summary>
    public static bool HasTrace(string text) =>
        text.Contains(Id, StringComparison.Ordinal) || text.Contains(Value, StringComparison.Ordinal);
}
