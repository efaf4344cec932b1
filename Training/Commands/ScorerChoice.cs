using System.CommandLine;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.SageMaker;

namespace Antivirus.Training.Commands;

/// <summary>Opens the scorer that a command names: <c>local</c> with the artefact of <c>--model</c>, <c>sagemaker</c> with the settings of
/// the environment, or an artefact's folder.</summary>
internal sealed class ScorerChoice : IDisposable
{
    public static readonly Option<string> Model = new("--model")
    {
        Description = "Folder of an artefact, or the name of a shipped one.",
        DefaultValueFactory = _ => "student-performance",
    };

    // Made when an endpoint is asked for: scoring with trees does not wait for the AWS SDK.
    private readonly Lazy<SageMakerScorers> _endpoints = new(() => new SageMakerScorers(TimeProvider.System));

    public IRiskScorer Open(string scorer, string model) => scorer switch
    {
        "local" => new LocalRiskScorer(Load(model)),
        "sagemaker" => OpenEndpoint(Load(model)),
        _ => new LocalRiskScorer(Load(scorer)),
    };

    public void Dispose()
    {
        if (_endpoints.IsValueCreated)
        {
            _endpoints.Value.Dispose();
        }
    }

    private SageMakerRiskScorer OpenEndpoint(RiskModel model)
    {
        try
        {
            return _endpoints.Value.Create(SageMakerOptions.FromEnvironment(), model.Artefact);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException wrong)
        {
            throw new TrainingException(string.Join(Environment.NewLine, wrong.Failures));
        }
    }

    /// <exception cref="ArtefactException">There is none, or it is damaged.</exception>
    public static RiskModel Load(string folderOrName) => RiskModel.Load(FindFolder(folderOrName));

    /// <exception cref="ArtefactException">There is none, or it is damaged.</exception>
    public static (RiskModel Model, string Folder) LoadModel(string folderOrName) => (Load(folderOrName), FindFolder(folderOrName));

    /// <exception cref="ArtefactException">There is none, or it is damaged.</exception>
    public static (ModelArtefact Artefact, string Folder) LoadWithFolder(string folderOrName) =>
        (Load(folderOrName).Artefact, FindFolder(folderOrName));

    private static string FindFolder(string folderOrName)
    {
        string[] candidates = [folderOrName, Path.Combine("Model", "Artefacts", folderOrName),
            Path.Combine(AppContext.BaseDirectory, "Artefacts", folderOrName)];
        return Array.Find(candidates, folder => File.Exists(Path.Combine(folder, RiskModel.DescriptionFile))) ?? folderOrName;
    }
}
