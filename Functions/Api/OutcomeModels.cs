using Antivirus.Functions.Runs;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>The model behind a past report: its words, its schema, and what its card promised.</summary>
internal sealed class OutcomeModels(ModelCatalogue models, Scorers scorers)
{
    /// <returns>The artefact that scored, or the current one of that name where it is not there any more; the promise of the card only
    /// where it is.</returns>
    /// <exception cref="ApiException">Its target's words are not known.</exception>
    public async Task<(ModelArtefact Artefact, CardPromise? Card)> OfAsync(string ies, RunManifest run, CancellationToken cancellationToken)
    {
        var name = run.Scorer?.Model ?? scorers.ModelNameFor(ies);
        try
        {
            var version = run.Scorer?.ModelVersion is { } wanted ? await models.FindVersionAsync(name, wanted, cancellationToken) : null;
            var artefact = (version ?? await models.GetAsync(name, cancellationToken)).Artefact;
            if (artefact.Target is null)
            {
                throw new ApiException(StatusCodes.Status409Conflict,
                    $"El modelo {name} se entrenó antes de que los modelos guardaran las palabras de su desenlace: entrénelo de nuevo y " +
                    "publíquelo.");
            }

            return (artefact, version is null ? null : CardPromise.Of(artefact));
        }
        catch (ArtefactException)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable,
                $"El modelo {name}, que hizo este reporte, no se puede leer; avise a quien administra el sistema.");
        }
    }

    /// <summary>How files about a report of this model are read.</summary>
    public async Task<OutcomeOptions> OptionsForAsync(string ies, ModelArtefact artefact, RunManifest run,
        CancellationToken cancellationToken)
    {
        var language = await scorers.LanguageForAsync(ies, cancellationToken);
        return new OutcomeOptions(artefact.Target!, artefact.Schema.IdNames)
        {
            Sensitive = GroupValues.ColumnsOf(artefact),
            Language = language,
            IdColumn = run.Reading?.IdColumn ?? scorers.ReadingOptionsFor(ies, choices: null, language).IdColumn,
        };
    }
}
