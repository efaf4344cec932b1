using System.Text;
using Antivirus.Model.Scoring.SageMaker;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class EndpointAnswerTests
{
    [Theory]
    [InlineData("0.25,0.5,1")]
    [InlineData("0.25,0.5,1\n")]
    [InlineData("0.25\n0.5\n1")]
    [InlineData("0.25\n0.5\n1\n")]
    [InlineData("0.25\r\n0.5\r\n1.0\r\n")]
    [InlineData("0.25, 0.5, 1.0")]
    [InlineData("2.5e-1,5E-01,1e0")]
    [InlineData("2.5e-1\n5.0E-1\n1E+0\n")]
    public void Probabilities_are_read_in_every_form_that_endpoints_use(string answer)
    {
        var probabilities = new double[3];

        var problem = Read(answer, probabilities);

        Assert.Null(problem);
        Assert.Equal([0.25, 0.5, 1], probabilities);
    }

    [Theory]
    [InlineData("", "it answered 0 numbers for 3 students")]
    [InlineData("\n", "it answered 0 numbers for 3 students")]
    [InlineData("0.25,0.5", "it answered 2 numbers for 3 students")]
    [InlineData("0.25,0.5,1,0.75,0.9", "more than 3 numbers for 3 students; the first too many is '0.75'")]
    [InlineData("0.25,,1", "answer 2 of 3 is ''")]
    [InlineData("0.25,0.5,", "answer 3 of 3 is ''")]
    [InlineData("0.25\n\n1", "answer 2 of 3 is ''")]
    [InlineData("0.25,nan,1", "answer 2 of 3 is 'nan'")]
    [InlineData("0.25,NaN,1", "answer 2 of 3 is 'NaN'")]
    [InlineData("0.25,Infinity,1", "answer 2 of 3 is 'Infinity'")]
    [InlineData("-Infinity,0.5,1", "answer 1 of 3 is '-Infinity'")]
    [InlineData("0.25,0.5,1.0000001", "answer 3 of 3 is '1.0000001'")]
    [InlineData("0.25,-0.1,1", "answer 2 of 3 is '-0.1'")]
    [InlineData("0.25,1e400,1", "answer 2 of 3 is '1e400'")]
    [InlineData("0.25;0.5;1", "answer 1 of 3 is '0.25;0.5;1'")]
    [InlineData("[0.25,0.5,1]", "answer 1 of 3 is '[0.25'")]
    [InlineData("0x1,0.5,1", "answer 1 of 3 is '0x1'")]
    [InlineData("{\"predictions\": [{\"score\": 0.25}, {\"score\": 0.5}]}", "answer 1 of 3 is '{\"predictions\": [{\"score\": 0.25}'")]
    public void An_answer_that_is_not_one_probability_a_student_fails_with_the_first_offending_one(string answer, string expected) =>
        Assert.Contains(expected, Read(answer, new double[3]), StringComparison.Ordinal);

    [Fact]
    public void A_long_offending_answer_is_cut()
    {
        var problem = Read(new string('x', 100_000), new double[1]);

        Assert.Contains($"'{new string('x', 40)}…'", problem, StringComparison.Ordinal);
        Assert.InRange(problem!.Length, 1, 200);
    }

    [Fact]
    public void Minus_zero_becomes_zero()
    {
        var probabilities = new double[1];

        Assert.Null(Read("-0.0", probabilities));
        Assert.False(double.IsNegative(probabilities[0]));
    }

    private static string? Read(string answer, double[] probabilities) =>
        EndpointAnswer.Read(Encoding.UTF8.GetBytes(answer), probabilities);
}
