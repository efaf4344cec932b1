using System.Buffers;

namespace Antivirus.Model.Erasure;

/// <summary>Copies an XML part without some of its elements; every other byte stays what it was.</summary>
/// <param name="parent">Local name of the element in which the elements stand.</param>
/// <param name="element">Local name of the elements.</param>
/// <param name="isDropped">Asked for each of the elements, in their order.</param>
/// <param name="keepsPlace">Whether an empty element stays in the place of a dropped one, with its number where it had one.</param>
internal sealed class ElementFilter(string parent, string element, TagTest isDropped, bool keepsPlace)
{
    private const int BufferBytes = 128 * 1024;
    private const int MaxTagBytes = 4 << 20;
    private readonly ArrayBufferWriter<byte> _kept = new(BufferBytes);
    private readonly ArrayBufferWriter<byte> _tag = new(256);
    private bool _isInTag;
    private bool _isInParent;
    private byte _quote;

    // How deep inside a dropped element.
    private int _depth;

    /// <exception cref="InvalidDataException">The part is not XML in UTF-8.</exception>
    public void Copy(Stream part, Stream output)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = part.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            Take(buffer.AsSpan(0, read));
            output.Write(_kept.WrittenSpan);
            _kept.ResetWrittenCount();
        }

        if (_isInTag || _depth > 0)
        {
            throw new InvalidDataException();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_isInTag)
            {
                bytes = bytes[TakeTag(bytes)..];
                continue;
            }

            var start = bytes.IndexOf((byte)'<');
            _isInTag = start >= 0;
            Keep(_isInTag ? bytes[..start] : bytes);
            bytes = _isInTag ? bytes[start..] : [];
        }
    }

    /// <returns>How many bytes belong to the tag.</returns>
    private int TakeTag(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            _tag.Write(bytes.Slice(at, 1));
            if (IsLast(bytes[at]))
            {
                EndTag();
                _tag.ResetWrittenCount();
                _isInTag = false;
                return at + 1;
            }
        }

        return _tag.WrittenCount <= MaxTagBytes ? bytes.Length : throw new InvalidDataException();
    }

    private bool IsLast(byte value)
    {
        var tag = _tag.WrittenSpan;
        if (tag is [_, (byte)'!' or (byte)'?', ..])
        {
            return value == '>' && IsWholeMarkup(tag);
        }

        if (value is (byte)'"' or (byte)'\'')
        {
            _quote = _quote == 0 ? value : _quote == value ? (byte)0 : _quote;
        }

        return value == '>' && _quote == 0;
    }

    private static bool IsWholeMarkup(ReadOnlySpan<byte> tag) => tag.StartsWith("<!--"u8) ? tag.Length > 6 && tag.EndsWith("-->"u8)
        : tag.StartsWith("<![CDATA["u8) ? tag.EndsWith("]]>"u8)
        : tag.EndsWith("?>"u8) ? true
        : throw new InvalidDataException();

    private void EndTag()
    {
        var tag = new XmlTag(_tag.WrittenSpan);
        if (tag.IsMarkup)
        {
            RefuseOtherEncodings(tag);
            Keep(_tag.WrittenSpan);
        }
        else if (_depth > 0)
        {
            _depth += !tag.IsNamed(element) || tag.IsEmpty ? 0 : tag.IsEnd ? -1 : 1;
        }
        else if (_isInParent && !tag.IsEnd && tag.IsNamed(element) && isDropped(tag))
        {
            KeepPlace(tag);
            _depth = tag.IsEmpty ? 0 : 1;
        }
        else
        {
            _isInParent = tag.IsNamed(parent) ? !tag.IsEnd && !tag.IsEmpty : _isInParent;
            Keep(_tag.WrittenSpan);
        }
    }

    private void KeepPlace(XmlTag tag)
    {
        if (!keepsPlace)
        {
            return;
        }

        _kept.Write("<"u8);
        _kept.Write(tag.QualifiedName);
        if (tag.Attribute("r") is { } number)
        {
            _kept.Write(System.Text.Encoding.UTF8.GetBytes($" r=\"{number}\""));
        }

        _kept.Write("/>"u8);
    }

    private void RefuseOtherEncodings(XmlTag tag)
    {
        if (_tag.WrittenSpan.StartsWith("<?xml "u8) && tag.Attribute("encoding") is { } encoding
            && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !encoding.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException();
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_depth == 0)
        {
            _kept.Write(part);
        }
    }
}
