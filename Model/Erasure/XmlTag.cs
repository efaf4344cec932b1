using System.Buffers;
using System.Text;

namespace Antivirus.Model.Erasure;

/// <summary>One tag of an XML part in UTF-8, from <c>&lt;</c> to <c>&gt;</c>.</summary>
internal readonly ref struct XmlTag(ReadOnlySpan<byte> tag)
{
    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);
    private readonly ReadOnlySpan<byte> _tag = tag;

    /// <summary>A comment, an instruction or text that is kept from parsing.</summary>
    public bool IsMarkup => _tag[1] is (byte)'!' or (byte)'?';

    public bool IsEnd => _tag[1] == '/';

    public bool IsEmpty => _tag[^2] == '/';

    /// <summary>The name with its prefix.</summary>
    public ReadOnlySpan<byte> QualifiedName
    {
        get
        {
            var name = _tag[(IsEnd ? 2 : 1)..];
            return name[..name.IndexOfAny(NameEnds)];
        }
    }

    public bool IsNamed(string name)
    {
        var own = QualifiedName;
        return Ascii.Equals(own[(own.IndexOf((byte)':') + 1)..], name);
    }

    /// <summary>The value of an attribute as it stands; null where the tag has none of this name.</summary>
    public string? Attribute(string name)
    {
        var rest = _tag[(QualifiedName.Length + 1)..];
        for (var equals = rest.IndexOf((byte)'='); equals > 0; equals = rest.IndexOf((byte)'='))
        {
            var key = rest[..equals].Trim(" \t\r\n"u8);
            rest = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            var length = rest[1..].IndexOf(rest[0]);
            if (Ascii.Equals(key, name))
            {
                return Encoding.UTF8.GetString(rest.Slice(1, length));
            }

            rest = rest[(length + 2)..];
        }

        return null;
    }
}

/// <summary>A question about a tag.</summary>
internal delegate bool TagTest(XmlTag tag);
