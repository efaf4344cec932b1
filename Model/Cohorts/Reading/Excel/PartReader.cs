using System.Xml;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Reads one part's XML node by node. Elements are known by their local names: strict and transitional workbooks differ in
/// namespaces only.</summary>
internal sealed class PartReader : IDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
        CloseInput = true,
    };

    private readonly PartStream _stream;
    private readonly XmlReader _xml;
    private readonly int _maxLength;
    private readonly WorkbookTexts _texts;
    private char[] _text = new char[256];

    public PartReader(PartStream stream, WorkbookLimits limits, WorkbookTexts texts)
    {
        _stream = stream;
        _maxLength = limits.MaxCellLength;
        _texts = texts;
        _xml = XmlReader.Create(stream, Settings);
    }

    public string Name => _xml.LocalName;

    public bool IsEmpty => _xml.IsEmptyElement;

    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <summary>An attribute of the relationships' namespace, whichever of its two spellings the workbook uses.</summary>
    public string? RelationshipId()
    {
        var id = default(string);
        for (var more = _xml.MoveToFirstAttribute(); more; more = _xml.MoveToNextAttribute())
        {
            id = _xml.LocalName == "id" && _xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal) ? _xml.Value : id;
        }

        _xml.MoveToElement();
        return id;
    }

    /// <summary>Moves to the next start of an element, at any depth; false at the end.</summary>
    public bool ReadElement()
    {
        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Moves to the next element inside <paramref name="parent"/>; false when the parent ends.
    /// The children of an element must have been read before the next one is asked for.
    /// </summary>
    public bool ReadChild(string parent)
    {
        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                return true;
            }

            if (_xml.NodeType == XmlNodeType.EndElement && _xml.LocalName == parent)
            {
                return false;
            }
        }

        throw new XmlException();
    }

    /// <summary>Passes over the element and all in it.</summary>
    public void Skip()
    {
        if (_xml.IsEmptyElement)
        {
            return;
        }

        var depth = _xml.Depth;
        while (Read() && _xml.Depth > depth)
        {
        }
    }

    /// <summary>The text directly in the element, up to its end; valid until the next call.</summary>
    public ReadOnlySpan<char> ReadText()
    {
        var length = 0;
        var depth = _xml.Depth;
        var hasText = !_xml.IsEmptyElement;
        while (hasText && Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                length = TakeText(length);
            }
        }

        return _text.AsSpan(0, length);
    }

    public void Dispose() => _xml.Dispose();

    private bool Read()
    {
        _stream.StartNode();
        return _xml.Read();
    }

    private int TakeText(int length)
    {
        int read;
        while ((read = _xml.ReadValueChunk(_text, length, _text.Length - length)) > 0)
        {
            length += read;
            if (length == _text.Length)
            {
                Array.Resize(ref _text, length < _maxLength ? length * 2 : throw _texts.TooLarge());
            }
        }

        return length;
    }
}
