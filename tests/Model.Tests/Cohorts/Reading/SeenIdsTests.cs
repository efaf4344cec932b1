using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Tests.Cohorts.Reading;

public sealed class SeenIdsTests
{
    [Fact]
    public void A_repeated_id_is_found_however_many_lie_between()
    {
        // Arrange
        const int count = 100_000;
        using var seen = new SeenIds();
        var batch = BatchOf(0, count);
        var repeated = new bool[count];

        // Act
        var firstTime = seen.FindRepeated(batch, repeated);
        var secondTime = seen.FindRepeated(batch, repeated);

        // Assert
        Assert.Equal((0, count), (firstTime, secondTime));
        Assert.DoesNotContain(false, repeated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Within_one_batch_the_second_of_two_is_marked(int apart)
    {
        // Arrange
        using var seen = new SeenIds();
        var batch = new StudentBatch(500, 1);
        for (var student = 0; student < 500; student++)
        {
            batch.Add(Id(student == 100 + apart ? 100 : student));
        }

        var repeated = new bool[500];

        // Act
        var count = seen.FindRepeated(batch, repeated);

        // Assert
        Assert.Equal(1, count);
        Assert.Equal(100 + apart, Array.IndexOf(repeated, true));
    }

    [Fact]
    public void Beyond_the_limit_new_ids_pass_and_remembered_ones_are_still_found()
    {
        // Arrange
        using var seen = new SeenIds();
        seen.FindRepeated(BatchOf(0, SeenIds.Limit), new bool[SeenIds.Limit]);

        // Act and assert
        Assert.Equal(0, seen.FindRepeated(BatchOf(SeenIds.Limit, 2), new bool[2]));
        Assert.Equal(0, seen.FindRepeated(BatchOf(SeenIds.Limit, 2), new bool[2]));
        Assert.Equal(2, seen.FindRepeated(BatchOf(SeenIds.Limit - 2, 2), new bool[2]));
    }

    [Fact]
    public void A_run_knows_nothing_of_the_ids_of_one_before_it()
    {
        // Arrange
        using (var before = new SeenIds())
        {
            before.FindRepeated(BatchOf(0, 100_000), new bool[100_000]);
        }

        using var seen = new SeenIds();

        // Act
        var count = seen.FindRepeated(BatchOf(0, 100_000), new bool[100_000]);

        // Assert
        Assert.Equal(0, count);
    }

    private static StudentBatch BatchOf(int first, int count)
    {
        var batch = new StudentBatch(count, 1);
        for (var id = first; id < first + count; id++)
        {
            batch.Add(Id(id));
        }

        return batch;
    }

    private static byte[] Id(int number) => Encoding.UTF8.GetBytes("EST" + number.ToString(CultureInfo.InvariantCulture));
}
