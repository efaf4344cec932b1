using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Antivirus.Functions.Observability;

namespace Antivirus.Functions.Tests.Observability;

/// <summary>What one <see cref="Telemetry"/> says: other tests of the process have theirs at the same time.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value, KeyValuePair<string, object?>[] Tags)> _measurements = [];
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    public RecordedTelemetry(Telemetry telemetry)
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (telemetry.Owns(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _measurements.Enqueue((instrument.Name, value, tags.ToArray())));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            _measurements.Enqueue((instrument.Name, value, tags.ToArray())));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = telemetry.Owns,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyCollection<Activity> Spans => _spans;

    public HashSet<string> TagNames => [.. _measurements.SelectMany(measurement => measurement.Tags).Select(tag => tag.Key)];

    public HashSet<string?> TagValues =>
        [.. _measurements.SelectMany(measurement => measurement.Tags).Select(tag => tag.Value?.ToString())];

    public double Sum(string instrument, params (string Name, string Value)[] tags) => Find(instrument, tags).Sum();

    public int Count(string instrument, params (string Name, string Value)[] tags) => Find(instrument, tags).Count();

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private IEnumerable<double> Find(string instrument, (string Name, string Value)[] tags) => _measurements
        .Where(measurement => measurement.Instrument == instrument
            && tags.All(tag => measurement.Tags.Contains(new KeyValuePair<string, object?>(tag.Name, tag.Value))))
        .Select(measurement => measurement.Value);
}
