using System.Text;
using Antivirus.Model.Scoring.SageMaker;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class CsvPayloadTests
{
    [Fact]
    public void The_recorded_students_give_the_payload_of_the_original_byte_for_byte()
    {
        var payload = Assert.Single(CsvPayload.Split(Students.Recorded(), 4_000_000));

        Assert.Equal(File.ReadAllBytes(Students.Golden("payload.csv")), payload.Body);
    }

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(9f, "9")]
    [InlineData(10f, "10")]
    [InlineData(-3f, "-3")]
    [InlineData(16777216f, "16777216")]
    [InlineData(1e8f, "100000000")]
    [InlineData(2147483648f, "2147483648")]
    [InlineData(0.5f, "0.5")]
    [InlineData(9.5f, "9.5")]
    [InlineData(13.7f, "13.7")]
    [InlineData(0.1f, "0.1")]
    [InlineData(-1.25f, "-1.25")]
    [InlineData(1.17549435e-38f, "1.1754944E-38")]
    [InlineData(-3.4028235e38f, "-3.4028235E+38")]
    [InlineData(float.NaN, "")]
    public void A_number_is_written_in_its_shortest_form(float value, string expected)
    {
        var payload = Assert.Single(CsvPayload.Split(Students.Batch([7, value, 7]), 4_000_000));

        Assert.Equal($"7,{expected},7", Encoding.ASCII.GetString(payload.Body));
    }

    [Fact]
    public void Minus_zero_is_written_as_zero() =>
        Assert.Equal("0"u8, Assert.Single(CsvPayload.Split(Students.Batch([-0f]), 4_000_000)).Body);

    [Fact]
    public void An_infinite_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => CsvPayload.Split(Students.Batch([float.PositiveInfinity]), 4_000_000));

    [Theory]
    [InlineData(29, 1)] // ten rows "0" to "9" with nine line ends need 19 bytes
    [InlineData(19, 1)]
    [InlineData(18, 2)]
    [InlineData(5, 4)]
    [InlineData(3, 5)]
    [InlineData(2, 10)]
    [InlineData(1, 10)]
    public void Students_are_split_into_as_few_payloads_as_the_bytes_allow(int maxBytes, int expectedPayloads)
    {
        var payloads = CsvPayload.Split(Students.Numbered(10), maxBytes);

        Assert.Equal(expectedPayloads, payloads.Count);
        Assert.All(payloads, payload => Assert.InRange(payload.Body.Length, 1, maxBytes));
        Assert.Equal("0\n1\n2\n3\n4\n5\n6\n7\n8\n9", string.Join('\n', payloads.Select(payload => Encoding.ASCII.GetString(payload.Body))));
        Assert.Equal(10, payloads.Sum(payload => payload.Rows));
        Assert.All(payloads, payload =>
            Assert.StartsWith($"{payload.FirstRow}", Encoding.ASCII.GetString(payload.Body), StringComparison.Ordinal));
    }

    [Fact]
    public void A_student_who_does_not_fit_into_a_payload_is_refused_with_the_setting()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => CsvPayload.Split(Students.Batch([1, 2], [10, 20]), 4));

        Assert.Contains("SageMaker__MaxPayloadBytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_without_students_gives_no_payload() => Assert.Empty(CsvPayload.Split(Students.Batch(), 1_000));
}
