namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>The texts that cells refer to by number, as UTF-8 in blocks: the one part of a workbook that has to be in memory.</summary>
internal sealed class SharedStrings
{
    private const int BlockBytes = 1 << 20;
    private readonly List<byte[]> _blocks = [];
    private readonly List<Place> _places = [];
    private int _used = BlockBytes;
    private long _bytes;

    public static SharedStrings None { get; } = new();

    /// <summary>Reads all texts and closes the part.</summary>
    /// <param name="xml">The part; null where the workbook has none.</param>
    public static SharedStrings Read(PartReader? xml, WorkbookLimits limits, WorkbookTexts texts)
    {
        var strings = new SharedStrings();
        var text = new CellBuffer();
        using var part = xml;
        while (part is not null && part.ReadElement())
        {
            if (part.Name != "si")
            {
                continue;
            }

            text.Clear();
            TextRuns.Append(part, "si", text);
            strings.Add(text.Bytes);
            if (strings._bytes > limits.MaxSharedBytes)
            {
                throw texts.TooLarge();
            }
        }

        return strings;
    }

    /// <summary>The text as UTF-8; false when there is none with this number.</summary>
    public bool TryGet(int number, out ReadOnlySpan<byte> text)
    {
        if ((uint)number >= (uint)_places.Count)
        {
            text = default;
            return false;
        }

        var place = _places[number];
        text = _blocks[place.Block].AsSpan(place.Start, place.Length);
        return true;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > BlockBytes)
        {
            _blocks.Add(new byte[Math.Max(BlockBytes, text.Length)]);
            _used = 0;
        }

        text.CopyTo(_blocks[^1].AsSpan(_used));
        _places.Add(new Place(_blocks.Count - 1, _used, text.Length));
        _used += text.Length;
        _bytes += text.Length + 12;
    }

    private readonly record struct Place(int Block, int Start, int Length);
}

/// <summary>The text of a shared or inline string: its runs one after another, without the readings above Japanese words.</summary>
internal static class TextRuns
{
    /// <summary>Reads up to the end of the element that holds the text.</summary>
    public static void Append(PartReader xml, string element, CellBuffer text)
    {
        if (xml.IsEmpty)
        {
            return;
        }

        while (xml.ReadChild(element))
        {
            if (xml.Name == "t")
            {
                text.AppendEscaped(xml.ReadText());
            }
            else if (xml.Name is "rPh" or "rPr" or "phoneticPr")
            {
                xml.Skip();
            }
        }
    }
}
