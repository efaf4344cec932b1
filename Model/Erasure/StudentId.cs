using System.Buffers;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using CsvHelper;

namespace Antivirus.Model.Erasure;

/// <summary>The id of a student, in each form that files of an institution hold it.</summary>
internal sealed class StudentId
{
    private readonly byte[] _utf8;

    /// <param name="text">As a person wrote it: with blanks around it, or with accents in any form.</param>
    public StudentId(string text)
    {
        Text = IdCell.Normalize(CellText.Clean(text));
        _utf8 = Encoding.UTF8.GetBytes(Text);
        Defused = Defuse(_utf8);
    }

    /// <summary>As reports have it.</summary>
    public string Text { get; }

    /// <summary>As reports have one that a spreadsheet would run: <c>'=1+1</c>.</summary>
    public string Defused { get; }

    /// <summary>Whether a cell of an id column holds it.</summary>
    public bool Matches(ReadOnlySpan<byte> cell) => IdCell.IsPlain(cell)
        ? cell.SequenceEqual(_utf8)
        : IdCell.TryRead(cell, out var id) && Matches(id);

    /// <inheritdoc cref="Matches(ReadOnlySpan{byte})"/>
    public bool Matches(string cell) => cell == Text || cell == Defused || IdCell.Normalize(cell) == Text;

    private static string Defuse(byte[] id)
    {
        var line = new ArrayBufferWriter<byte>();
        CsvText.WriteDefused(line, id);
        using var csv = CsvReader.Create(line.WrittenMemory, new CsvReaderOptions { Separator = ',', HasHeader = false });
        return csv.Read() ? csv.GetString(0) : "";
    }
}
