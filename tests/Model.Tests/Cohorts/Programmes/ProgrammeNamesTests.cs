using Antivirus.Model.Cohorts.Programmes;

namespace Antivirus.Model.Tests.Cohorts.Programmes;

public sealed class ProgrammeNamesTests
{
    [Theory]
    [InlineData("Programa")]
    [InlineData("PROGRAMA ACADÉMICO")]
    [InlineData("nombre_programa")]
    [InlineData("3. Carrera")]
    [InlineData("Carrera (2024)")]
    [InlineData("CodPrograma")]
    [InlineData("Academic program")]
    [InlineData("Major")]
    [InlineData("Curso")]
    [InlineData("Facultad")]
    public void A_name_of_what_a_student_studies_is_known(string name)
    {
        // Act & Assert
        Assert.True(ProgrammeNames.RankOf(name) > 0);
    }

    [Theory]
    [InlineData("Programa de apoyo")]
    [InlineData("Tipo de programa")]
    [InlineData("Jornada del programa")]
    [InlineData("Orden de preferencia de la carrera")]
    [InlineData("Previous degree")]
    [InlineData("Programa de becas")]
    [InlineData("Estudios de la madre")]
    [InlineData("Código")]
    [InlineData("Nombre")]
    [InlineData("")]
    public void A_name_of_anything_else_is_not(string name)
    {
        // Act & Assert
        Assert.Equal(0, ProgrammeNames.RankOf(name));
    }

    [Theory]
    [InlineData("Programa", "Código programa")]
    [InlineData("Código programa", "Facultad")]
    [InlineData("Carrera", "Curso")]
    public void Of_several_names_the_plainer_one_is_stronger(string stronger, string weaker)
    {
        // Act & Assert
        Assert.True(ProgrammeNames.RankOf(stronger) > ProgrammeNames.RankOf(weaker));
    }
}
