namespace Antivirus.Training.Tests.Commands;

public sealed class ConsoleAppTests
{
    [Fact]
    public void A_command_is_made_by_its_own_name() =>
        Assert.All(ConsoleApp.Commands, command => Assert.Equal(command.Name, command.Create().Name));

    [Fact]
    public async Task Help_without_a_command_lists_all_of_them()
    {
        var (exitCode, output, _) = await Training.RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.All(ConsoleApp.Commands, command => Assert.Contains($"  {command.Name} ", output, StringComparison.Ordinal));
    }
}
