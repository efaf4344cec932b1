using System.ComponentModel.DataAnnotations;
using Antivirus.Functions.Institutions;
using Antivirus.Model.Reports;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Who scores, and what the report shows: settings <c>Scorer</c>, <c>Model</c>, <c>ReportColumns</c>….</summary>
internal sealed class ScoringOptions
{
    /// <summary>The scorer of an institution that sets none of its own.</summary>
    [EnumDataType(typeof(ScorerKind))]
    public ScorerKind Scorer { get; set; } = ScorerKind.Local;

    /// <summary>The model of an institution that sets none of its own.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,63}$",
        ErrorMessage = "Model must be the name of an artefact: lower-case letters, digits and hyphens.")]
    public string Model { get; set; } = "student-performance";

    /// <summary>Folder of the shipped artefacts; <c>Artefacts</c> beside the app when empty.</summary>
    public string ModelsFolder { get; set; } = "";

    /// <summary>How often a newly published model is looked for, in seconds.</summary>
    [Range(1, 3600)]
    public int ModelRefreshSeconds { get; set; } = 30;

    /// <summary>Megabytes that a compressed upload may unpack into; beyond, it is refused.</summary>
    [Range(1, 1_048_576)]
    public int MaxUnpackedMegabytes { get; set; } = 4096;

    [EnumDataType(typeof(ReportColumns))]
    public ReportColumns ReportColumns { get; set; } = ReportColumns.Full;

    /// <summary>Also give reasons for students who are not at risk.</summary>
    public bool ReasonsForAll { get; set; }

    /// <summary>Also the column <c>Certeza</c> in full reports.</summary>
    public bool ShowCertainty { get; set; }
}

[OptionsValidator]
internal sealed partial class ScoringOptionsValidator : IValidateOptions<ScoringOptions>;
