using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Who scores for an institution, and how its report looks.</summary>
internal sealed class Scorers(
    ModelCatalogue models,
    InstitutionRegistry institutions,
    InstitutionPreferences preferences,
    SageMakerScorers sageMaker,
    IConfiguration configuration,
    IOptions<ScoringOptions> options)
{
    /// <summary>The scorer of the institution, or the app's own for one that the registry does not know.</summary>
    public async Task<IRiskScorer> ForAsync(string iesCode, CancellationToken cancellationToken)
    {
        institutions.TryGet(iesCode, out var institution);
        var model = await models.GetAsync(ModelNameFor(iesCode), cancellationToken);
        return (institution?.Scorer ?? options.Value.Scorer) == ScorerKind.Local
            ? new LocalRiskScorer(model)
            : sageMaker.Create(SageMakerOptions.From(configuration, iesCode), model.Artefact);
    }

    /// <summary>What the institution decided about its files, and the sender about this one.</summary>
    public ReadingOptions ReadingOptionsFor(string iesCode, UploadChoices? choices, ReportLanguage language) =>
        new()
        {
            Language = language,
            IdColumn = choices?.IdColumn ?? (institutions.TryGet(iesCode, out var institution) ? institution.IdColumn : null),
            Sheet = choices?.Sheet ?? SheetOf(iesCode),
            MaxUnpackedBytes = (long)options.Value.MaxUnpackedMegabytes << 20,
        };

    private string? SheetOf(string iesCode) => institutions.TryGet(iesCode, out var institution) ? institution.Sheet : null;

    /// <summary>Name of the institution's model, or of the app's own.</summary>
    public string ModelNameFor(string iesCode) =>
        (institutions.TryGet(iesCode, out var institution) ? institution.Model : null) ?? options.Value.Model;

    /// <summary>How many students the institution can call; null where that is not set.</summary>
    public int? CapacityFor(string iesCode) => institutions.TryGet(iesCode, out var institution) ? institution.Capacity : null;

    /// <summary>As the institution chose it, or by the settings.</summary>
    public async Task<ReportLanguage> LanguageForAsync(string iesCode, CancellationToken cancellationToken) =>
        (await preferences.ForAsync(iesCode, cancellationToken)).Language;

    /// <summary>Columns and order of the institution's reports.</summary>
    public ReportOptions ReportOptionsFor(string iesCode, ReportLanguage language) => new()
    {
        Columns = options.Value.ReportColumns,
        Language = language,
        ReasonsForAll = options.Value.ReasonsForAll,
        ShowCertainty = options.Value.ShowCertainty,
        Capacity = CapacityFor(iesCode),
    };
}
