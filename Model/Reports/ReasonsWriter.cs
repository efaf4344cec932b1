using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Reports;

/// <summary>
/// Writes all contributions as one JSON document: for each student the raw score, which is <c>baseValue</c> plus the contributions,
/// and the probability that the calibration makes of it. Sensitive features are one sum, <c>otherData</c>; <c>medians</c> are the middle
/// values of the training rows, to compare a student's with.
/// </summary>
internal sealed class ReasonsWriter : IDisposable
{
    // Ids are JSON text for a file, never pasted into a page: ñ stays ñ.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;
    private readonly TreeShapExplainer _explainer;
    private readonly JsonEncodedText[] _names;
    private readonly bool[] _sensitive;
    private readonly double[] _contributions;
    private readonly RiskThreshold _threshold;

    /// <summary>Writes the document's start.</summary>
    public ReasonsWriter(IBufferWriter<byte> output, IRiskScorer scorer, TreeShapExplainer explainer, RiskThreshold threshold)
    {
        _json = new Utf8JsonWriter(output, Json);
        _explainer = explainer;
        _threshold = threshold;
        _names = [.. scorer.Schema.Features.Select(feature => JsonEncodedText.Encode(feature.Name, Json.Encoder))];
        _sensitive = [.. scorer.Schema.Features.Select(feature => feature.Sensitive)];
        _contributions = new double[_names.Length];
        _json.WriteStartObject();
        _json.WriteString("model"u8, scorer.Identity.Model);
        _json.WriteString("version"u8, scorer.Identity.ModelVersion);
        _json.WriteNumber("threshold"u8, threshold.Overall);
        _json.WriteNumber("baseValue"u8, explainer.BaseValue);
        WriteMedians(scorer.Schema);
        _json.WriteStartArray("students"u8);
    }

    /// <summary>Writes the students at risk of a batch, or all.</summary>
    public void Write(StudentBatch batch, ReadOnlySpan<double> scores, bool all)
    {
        for (var student = 0; student < batch.Count; student++)
        {
            if (all || _threshold.IsExceeded(scores[student], batch.Row(student)))
            {
                WriteStudent(batch.Id(student), batch.Row(student), scores[student]);
            }
        }

        _json.Flush();
    }

    /// <summary>Writes the document's end.</summary>
    public void End()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteMedians(StudentSchema schema)
    {
        _json.WriteStartObject("medians"u8);
        for (var feature = 0; feature < _names.Length; feature++)
        {
            if (schema.Features[feature].Median is { } median && !_sensitive[feature])
            {
                _json.WriteNumber(_names[feature], median);
            }
        }

        _json.WriteEndObject();
    }

    private void WriteStudent(ReadOnlySpan<byte> id, ReadOnlySpan<float> row, double score)
    {
        _explainer.Explain(row, _contributions);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteNumber("probability"u8, score);
        _json.WriteNumber("rawScore"u8, _explainer.BaseValue + _contributions.Sum());
        _json.WriteStartObject("contributions"u8);
        var otherData = 0.0;
        for (var feature = 0; feature < _names.Length; feature++)
        {
            if (_sensitive[feature])
            {
                otherData += _contributions[feature];
            }
            else
            {
                _json.WriteNumber(_names[feature], _contributions[feature]);
            }
        }

        if (_sensitive.Contains(true))
        {
            _json.WriteNumber("otherData"u8, otherData);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }
}
