using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

/// <summary>Names of the containers. The connection itself is the setting <c>AntivirusStorage</c>.</summary>
public sealed class StorageOptions
{
    private const string ContainerName = "^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$";

    /// <summary>Where institutions put their cohorts.</summary>
    [Required, RegularExpression(ContainerName)]
    public string UploadsContainer { get; set; } = "cargadatosies";

    /// <summary>Where their reports appear.</summary>
    [Required, RegularExpression(ContainerName)]
    public string ReportsContainer { get; set; } = "reportesies";

    /// <summary>Where the ledger of runs and emails is kept.</summary>
    [Required, RegularExpression(ContainerName)]
    public string LedgerContainer { get; set; } = "antivirus-estado";

    /// <summary>Where published models are kept.</summary>
    [Required, RegularExpression(ContainerName)]
    public string ModelsContainer { get; set; } = "modelos";

    /// <summary>Where the audit log is kept.</summary>
    [Required, RegularExpression(ContainerName)]
    public string AuditContainer { get; set; } = "antivirus-auditoria";
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
