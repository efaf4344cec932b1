using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Which blob an upload may become.</summary>
internal sealed class UploadTargets(Containers containers, UploadPromises promises, InstitutionRegistry institutions, UploadQuota quota,
    TimeProvider clock)
{
    /// <summary>Notes institution and file in the call. A stranger's key and an institution that nobody knows get the same
    /// answer.</summary>
    /// <exception cref="ApiException">The caller may not act for the institution, or the name is not one of a cohort.</exception>
    public CohortId Accept(string? iesCode, ApiCall call, string fileName)
    {
        institutions.Find(iesCode, call);
        var cohort = UploadFileName.Check(call.Ies!, fileName);
        call.File = cohort.File;
        return cohort;
    }

    /// <summary>How many bytes more the institution may upload today; null without a limit.</summary>
    /// <param name="size">Bytes of the file; 0 where that is not known.</param>
    /// <exception cref="ApiException">The day's quota is used up, or the file is larger than what is left of it.</exception>
    public async Task<long?> FindRoomAsync(string iesCode, long size, CancellationToken cancellationToken) =>
        await quota.FindRoomAsync(iesCode, size, cancellationToken) is var room && room < 0 ? throw QuotaReached() : room;

    public ApiException QuotaReached() => new(StatusCodes.Status429TooManyRequests,
        "La institución llegó a su límite de archivos o bytes por día y no se guardó nada; suba el archivo mañana (UTC), o pida a quien " +
        "administra el servidor un límite mayor.", (int)Math.Ceiling(quota.RenewedIn.TotalSeconds));

    /// <summary>The cohort itself where nothing has its name, and no open link could still take it; else the cohort with the time in its
    /// name.</summary>
    public async Task<CohortId> FindFreeAsync(CohortId cohort, CancellationToken cancellationToken) =>
        await IsTakenAsync(cohort.UploadName, cancellationToken) ? WithTime(cohort) : cohort;

    /// <summary>The same for a link: one that was asked for the same file and size is given anew.</summary>
    /// <returns>The cohort that is promised to the caller.</returns>
    /// <exception cref="ApiException">Another link for this name was given at the same moment.</exception>
    public async Task<CohortId> PromiseAsync(CohortId cohort, UploadPromise promise, CancellationToken cancellationToken)
    {
        // An open link for this very name may be the caller's own.
        if (!await ExistsAsync(cohort.UploadName, cancellationToken)
            && await promises.TryAddAsync(cohort.UploadName, promise, cancellationToken))
        {
            return cohort;
        }

        var free = WithTime(cohort);
        return await promises.TryAddAsync(free.UploadName, promise, cancellationToken)
            ? free
            : throw new ApiException(StatusCodes.Status409Conflict,
                "Otro enlace para ese nombre se pidió al mismo tiempo; pida el suyo de nuevo.");
    }

    private CohortId WithTime(CohortId cohort) => UploadFileName.WithTime(cohort, clock.GetUtcNow());

    private async Task<bool> IsTakenAsync(string name, CancellationToken cancellationToken) =>
        (await Task.WhenAll(ExistsAsync(name, cancellationToken), promises.IsOpenAsync(name, cancellationToken))).Contains(true);

    private async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        await containers.Uploads.GetBlobClient(name).ExistsAsync(cancellationToken);
}
