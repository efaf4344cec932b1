using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Antivirus.Functions.Observability;

/// <summary>Keeps the answer of a costly probe for a time: monitors and load balancers may ask every second.</summary>
internal sealed class CachedProbe(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _probing = new(1);
    private HealthCheckResult _last;
    private TimeSpan _maxAge;
    private long _probedAt;

    /// <param name="probe">Returns the result and how long it is good for.</param>
    public async Task<HealthCheckResult> GetAsync(Func<CancellationToken, Task<(HealthCheckResult Result, TimeSpan MaxAge)>> probe,
        CancellationToken cancellationToken)
    {
        await _probing.WaitAsync(cancellationToken);
        try
        {
            if (_probedAt == 0 || clock.GetElapsedTime(_probedAt) >= _maxAge)
            {
                (_last, _maxAge) = await probe(cancellationToken);
                _probedAt = clock.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _probing.Release();
        }
    }

    public void Dispose() => _probing.Dispose();
}
