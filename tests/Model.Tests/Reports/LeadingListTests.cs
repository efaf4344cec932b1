using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Tests.Reports;

public sealed class LeadingListTests
{
    [Theory]
    [InlineData(1, 1, "El reporte empieza por el estudiante con la mayor probabilidad, con sus motivos; está marcado «En riesgo».")]
    [InlineData(1, 0, "El reporte empieza por el estudiante con la mayor probabilidad, con sus motivos; no está marcado «En riesgo».")]
    [InlineData(60, 0, "El reporte empieza por los 60 estudiantes con mayor probabilidad, de mayor a menor y cada uno con sus motivos; " +
        "ninguno está marcado «En riesgo».")]
    [InlineData(60, 1, "El reporte empieza por los 60 estudiantes con mayor probabilidad, de mayor a menor y cada uno con sus motivos; " +
        "uno está marcado «En riesgo».")]
    [InlineData(1500, 1200, "El reporte empieza por los 1.500 estudiantes con mayor probabilidad, de mayor a menor y cada uno con sus " +
        "motivos; 1.200 están marcados «En riesgo».")]
    [InlineData(60, 60, "El reporte empieza por los 60 estudiantes con mayor probabilidad, de mayor a menor y cada uno con sus motivos; " +
        "todos están marcados «En riesgo».")]
    public void The_list_is_told_in_Spanish_whatever_its_length(int students, int atRisk, string expected) =>
        Assert.Equal(expected, new LeadingList(students, atRisk, 0.4, HasReasons: true, null).Sentence(ReportLanguage.Spanish));

    [Theory]
    [InlineData(1, 1, "The report begins with the student with the highest probability, who is marked “En riesgo” (at risk).")]
    [InlineData(1500, 1200, "The report begins with the 1,500 students with the highest probabilities, highest first; 1,200 are marked " +
        "“En riesgo” (at risk).")]
    public void The_list_is_told_in_English_too(int students, int atRisk, string expected) =>
        Assert.Equal(expected, new LeadingList(students, atRisk, 0.4, HasReasons: false, null).Sentence(ReportLanguage.English));

    [Theory]
    [InlineData(ReportLanguage.Spanish, "encontró a 45 de cada 100 que estaban en riesgo.")]
    [InlineData(ReportLanguage.English, "found 45 of every 100 who were at risk.")]
    public void What_such_a_list_found_in_validation_follows(ReportLanguage language, string expected) =>
        Assert.EndsWith(expected, new LeadingList(60, 12, 0.4, HasReasons: true, 0.449).Sentence(language), StringComparison.Ordinal);
}
