using System.Text;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>What databases and registrars write below a table is no row of a labelled file either.</summary>
public sealed class TableFootnotesTests
{
    [Theory]
    [InlineData("(2 rows)")]
    [InlineData("2 filas seleccionadas.")]
    [InlineData("Fuente: Registro Académico")]
    [InlineData("\u001a")]
    public async Task A_line_below_the_rows_that_is_none_is_skipped(string line)
    {
        // Arrange
        var text = $"codigo,nota,abandono\nEST1,3,No\nEST2,4,Sí\n{line}\n";

        // Act
        await using var reader = await TableReader.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new TableOptions(),
            TestContext.Current.CancellationToken);
        var rows = await reader.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(["EST1", "EST2"], rows.Select(row => row.Cells[0]));
    }

    [Fact]
    public async Task A_student_with_one_value_is_a_row()
    {
        // Act
        await using var reader = await TableReader.OpenAsync(new MemoryStream("codigo,nota\nEST1,\nEST2,4\n"u8.ToArray()),
            new TableOptions(), TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(2, await reader.ReadAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }
}
