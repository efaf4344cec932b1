namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Has the reader compiled before a cohort comes, for a command that loads its model meanwhile.</summary>
public static class ReaderWarmUp
{
    /// <summary>Reads a cohort of one student from memory.</summary>
    public static async Task RunAsync()
    {
        var schema = new StudentSchema
        {
            IdNames = ["id"],
            Features = [new Feature { Name = "x", Kind = FeatureKind.Number, LabelEs = "x", LabelEn = "x" }],
        };
        await using var reader = await CohortReader.OpenAsync(new MemoryStream([.. "id,x\r\nE1,1\r\n"u8]), schema, ReportLanguage.Spanish,
            CancellationToken.None);
        await reader.ReadRowsAsync(new StudentBatch(1, schema.Features.Count), [], CancellationToken.None);
    }
}
