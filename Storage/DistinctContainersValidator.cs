using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

/// <summary>Stops the host on containers that are not distinct: a report among the uploads would be scored and reported again without
/// end.</summary>
internal sealed class DistinctContainersValidator : IValidateOptions<StorageOptions>
{
    // The hosts keep their receipts, keys and locks there.
    private const string HostPrefix = "azure-webjobs-";

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        (string Setting, string Container)[] containers =
        [
            (nameof(options.UploadsContainer), options.UploadsContainer),
            (nameof(options.ReportsContainer), options.ReportsContainer),
            (nameof(options.LedgerContainer), options.LedgerContainer),
            (nameof(options.ModelsContainer), options.ModelsContainer),
            (nameof(options.AuditContainer), options.AuditContainer),
        ];
        var failures = containers.GroupBy(entry => entry.Container, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(group =>
                $"{string.Join(" and ", group.Select(entry => entry.Setting))} are all '{group.Key}'; each must be a container of its own.")
            .Concat(containers.Where(entry => entry.Container.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase))
                .Select(entry => $"{entry.Setting} is '{entry.Container}'; containers that begin with {HostPrefix} are the host's own."))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
