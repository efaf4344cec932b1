using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Reports;

/// <summary>Says a student's reasons in words: <c>Ausencias: 18; Reprobó materias: 2</c>.</summary>
internal sealed class ReasonText(StudentSchema schema, ReportLanguage language)
{
    private readonly ArrayBufferWriter<byte> _cell = new(256);
    private readonly byte[] _missing = language == ReportLanguage.English ? [.. "no data"u8] : [.. "sin dato"u8];
    private readonly byte[] _otherData = language == ReportLanguage.English ? [.. "other data"u8] : [.. "otros datos"u8];
    private readonly byte[] _noClearSignal = language == ReportLanguage.English ? [.. "no clear signals"u8] : [.. "sin señales claras"u8];
    private readonly byte[][] _labels =
        [.. schema.Features.Select(feature =>
            Encoding.UTF8.GetBytes((language == ReportLanguage.English ? feature.LabelEn : feature.LabelEs) + ": "))];

    private readonly Dictionary<float, byte[]>[] _words = [.. schema.Features.Select(feature => WordsOf(feature, language))];

    /// <summary>Writes the reasons as one CSV cell.</summary>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<short> reasons, ReadOnlySpan<float> row)
    {
        _cell.ResetWrittenCount();
        foreach (var feature in reasons)
        {
            if (_cell.WrittenCount > 0)
            {
                _cell.Write("; "u8);
            }

            switch (feature)
            {
                case ReasonRules.OtherData:
                    _cell.Write(_otherData);
                    break;
                case ReasonRules.NoClearSignal:
                    _cell.Write(_noClearSignal);
                    break;
                default:
                    _cell.Write(_labels[feature]);
                    WriteValue(feature, row[feature]);
                    break;
            }
        }

        CsvText.WriteDefused(output, _cell.WrittenSpan);
    }

    private static Dictionary<float, byte[]> WordsOf(Feature feature, ReportLanguage language)
    {
        var texts = new Dictionary<float, byte[]>();
        foreach (var word in feature.Words)
        {
            // Not grouped: a group by numbers would be compiled at each start.
            var label = feature.Words.Where(other => other.Code == word.Code)
                .Select(other => language == ReportLanguage.English ? other.LabelEn : other.LabelEs)
                .FirstOrDefault(label => label is not null);
            texts.TryAdd(word.Code, Encoding.UTF8.GetBytes(label ?? word.Word));
        }

        return texts;
    }

    /// <summary>A feature's value as a reason says it.</summary>
    public string ValueText(int feature, float value)
    {
        _cell.ResetWrittenCount();
        WriteValue(feature, value);
        return Encoding.UTF8.GetString(_cell.WrittenSpan);
    }

    private void WriteValue(int feature, float value)
    {
        if (float.IsNaN(value))
        {
            _cell.Write(_missing);
        }
        else if (_words[feature].TryGetValue(value, out var word))
        {
            _cell.Write(word);
        }
        else
        {
            // The shortest text of the float: what the cell held, but for more digits than a float has.
            Utf8Formatter.TryFormat(value, _cell.GetSpan(64), out var written);
            _cell.Advance(written);
        }
    }
}
