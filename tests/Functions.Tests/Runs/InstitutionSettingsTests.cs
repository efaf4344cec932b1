using Antivirus.Storage.Runs;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>What an institution sets for itself, beside a neighbour that sets nothing.</summary>
public sealed class InstitutionSettingsTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Header =
        "Usuario,Cédula,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup," +
        "Famsup,Paid,Activities,Higher,Internet,Romantic";

    private const string GoodRow = "u1,1000,19,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0";
    private const string BadRow = "E1,diecinueve,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    [Fact]
    public async Task Rejected_rows_are_explained_in_the_language_of_the_institution()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, Udea("Language", "English"));

        // Act
        var english = await ProblemsAsync(app, "udea");
        var spanish = await ProblemsAsync(app, "univalle");

        // Assert
        Assert.StartsWith("Line,Column,Found,Expected\r\n", english, StringComparison.Ordinal);
        Assert.Contains("diecinueve", english, StringComparison.Ordinal);
        Assert.StartsWith("Linea,Columna,Encontrado,Esperado\r\n", spanish, StringComparison.Ordinal);
        Assert.NotEqual(english.Split("\r\n")[1], spanish.Split("\r\n")[1]);
    }

    [Fact]
    public async Task An_institution_is_scored_by_its_own_model()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, Udea("Model", "uci-697-enrolment"));

        // Act
        await ProblemsAsync(app, "udea");
        await ProblemsAsync(app, "univalle");

        // Assert
        Assert.Equal("uci-697-enrolment", (await RunAsync(app, "udea"))?.Scorer?.Model);
        Assert.Equal("student-performance", (await RunAsync(app, "univalle"))?.Scorer?.Model);
    }

    [Fact]
    public async Task An_institution_is_scored_by_its_own_endpoint()
    {
        // Arrange
        var settings = Udea("Scorer", "SageMaker");
        settings["SageMaker:EndpointName"] = "riesgo";
        settings["SageMaker:Region"] = "us-east-1";
        settings["SageMaker:Predicts"] = "dropout";
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, settings);

        // Act
        var own = await app.Scorers.ForAsync("udea", TestContext.Current.CancellationToken);
        var neighbour = await app.Scorers.ForAsync("univalle", TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal("riesgo", own.Identity.Endpoint);
        Assert.Null(neighbour.Identity.Endpoint);
    }

    [Fact]
    public async Task The_id_column_and_the_sheet_are_those_of_the_institution()
    {
        // Arrange
        var settings = Udea("IdColumn", "Usuario");
        settings["Ies:udea:Sheet"] = "2026-1";
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, settings);
        string[][] rows = [[.. Header.Split(',')], [.. GoodRow.Split(',')]];
        var workbook = new WorkbookFile().Texts("2025-2", "visible", rows).Texts("2026-1", "visible", rows).ToStream();
        var blob = await app.UploadAsync("udea/libro.xlsx", "");
        await blob.UploadAsync(workbook, overwrite: true, TestContext.Current.CancellationToken);

        // Act
        await app.ScoreUpload.RunAsync(blob, "udea/libro.xlsx", TestContext.Current.CancellationToken);

        // Assert
        var run = await app.Ledger.FindAsync("udea/libro.xlsx", TestContext.Current.CancellationToken);
        Assert.Equal((1, "2026-1", "Usuario"), (run?.Scored, run?.Reading?.Sheet, run?.Reading?.IdColumn));
    }

    private static Dictionary<string, string?> Udea(string setting, string value) => new()
    {
        ["Ies:udea:Name"] = "Universidad de Antioquia",
        [$"Ies:udea:{setting}"] = value,
    };

    private static async Task<string> ProblemsAsync(ScoringApp app, string ies)
    {
        var blob = await app.UploadAsync($"{ies}/a.csv", BadRow);
        await app.ScoreUpload.RunAsync(blob, $"{ies}/a.csv", TestContext.Current.CancellationToken);
        return (await app.ReportAsync($"{ies}/errores_a.csv"))!.TrimStart('\uFEFF');
    }

    private static Task<RunManifest?> RunAsync(ScoringApp app, string ies) =>
        app.Ledger.FindAsync($"{ies}/a.csv", TestContext.Current.CancellationToken);
}
