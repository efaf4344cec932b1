using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Outcomes;

namespace Antivirus.Model.Tests.Outcomes;

public sealed class GroupNamesTests
{
    [Fact]
    public void Ranges_and_the_rest_are_named_in_the_reader_s_language_and_words_of_the_file_stay()
    {
        // Arrange: eleven values make quartiles; one is empty.
        string[] values = [.. Enumerable.Range(0, 11).Select(value => (value + 0.5).ToString(CultureInfo.InvariantCulture)), ""];

        // Act
        var groups = SensitiveGroups.Of(values).Select(group => group.Group).ToList();

        // Assert
        Assert.Equal(["below 2.5", "2.5 to below 5.5", "5.5 to below 8.5", "8.5 or more", "(empty)"], groups);
        Assert.Equal(["menos de 2,5", "2,5 a menos de 5,5", "5,5 a menos de 8,5", "8,5 o más", "(sin dato)", "below average"],
            groups.Append("below average").Select(group => GroupNames.In(ReportLanguage.Spanish, group)));
        Assert.Equal(groups, groups.Select(group => GroupNames.In(ReportLanguage.English, group)));
    }
}
