namespace Antivirus.Storage.Tests;

public sealed class StorageOptionsTests
{
    private readonly DistinctContainersValidator _validator = new();

    [Fact]
    public void The_default_containers_are_distinct() => Assert.True(_validator.Validate(null, new StorageOptions()).Succeeded);

    [Theory]
    [InlineData(0, 1, "UploadsContainer and ReportsContainer are all 'x-uno'")]
    [InlineData(0, 2, "UploadsContainer and LedgerContainer")]
    [InlineData(1, 4, "ReportsContainer and AuditContainer")]
    [InlineData(3, 4, "ModelsContainer and AuditContainer")]
    public void Two_containers_of_one_name_stop_the_host_with_both_settings(int one, int other, string expected)
    {
        // Arrange
        string[] names = ["c-0", "c-1", "c-2", "c-3", "c-4"];
        names[one] = names[other] = "x-uno";
        var options = new StorageOptions
        {
            UploadsContainer = names[0],
            ReportsContainer = names[1],
            LedgerContainer = names[2],
            ModelsContainer = names[3],
            AuditContainer = names[4]
        };

        // Act
        var result = _validator.Validate(null, options);

        // Assert
        Assert.StartsWith(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_of_the_host_itself_is_refused() =>
        Assert.StartsWith("UploadsContainer is 'azure-webjobs-hosts'", _validator.Validate(null,
            new StorageOptions { UploadsContainer = "azure-webjobs-hosts" }).FailureMessage, StringComparison.Ordinal);
}
