using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Fitting;

public sealed class FewStudentsTests
{
    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public void Milder_settings_take_the_place_of_the_usual_ones_below_a_thousand_students(int students, bool isMilder) =>
        Assert.Equal(isMilder ? FastTreeSettings.ForFewStudents : new FastTreeSettings(), new FastTreeSettings().For(students));

    [Fact]
    public void Settings_that_a_profile_names_stay_as_they_are()
    {
        var named = new FastTreeSettings { Trees = 77 };

        Assert.Equal(named, named.For(100));
    }
}
