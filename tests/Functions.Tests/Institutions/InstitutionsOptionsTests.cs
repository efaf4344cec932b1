using Antivirus.Functions.Institutions;

namespace Antivirus.Functions.Tests.Institutions;

public sealed class InstitutionsOptionsTests
{
    private readonly InstitutionsOptionsValidator _validator = new();

    [Fact]
    public void An_institution_with_a_name_and_addresses_is_accepted()
    {
        Assert.True(_validator.Validate(null, With("univalle", Institution())).Succeeded);
    }

    [Theory]
    [InlineData("UniValle")]
    [InlineData("u/x")]
    [InlineData("..")]
    [InlineData("u")]
    public void A_code_that_could_name_another_folder_is_refused(string code)
    {
        var result = _validator.Validate(null, With(code, Institution()));

        Assert.True(result.Failed);
        Assert.Contains($"Ies__{code}", result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nadie")]
    [InlineData("a@b.co\r\nBcc: c@d.co")]
    [InlineData("Ana <a@b.co>")]
    public void A_wrong_address_is_named_with_its_setting(string address)
    {
        var institution = Institution();
        institution.Emails.Add(address);

        var result = _validator.Validate(null, With("univalle", institution));

        Assert.Contains("Ies__univalle__Emails__1", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_line_break_is_refused()
    {
        var institution = Institution();
        institution.Name = "Universidad\nBcc: x@y.co";

        Assert.Contains("Ies__univalle__Name", _validator.Validate(null, With("univalle", institution)).FailureMessage, StringComparison.Ordinal);
    }

    private static InstitutionsOptions With(string code, InstitutionOptions institution) => new() { [code] = institution };

    private static InstitutionOptions Institution() => new() { Name = "Universidad del Valle", Emails = { "bienestar@univalle.example" } };
}
