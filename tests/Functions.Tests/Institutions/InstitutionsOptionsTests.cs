using Antivirus.Functions.Institutions;
using Antivirus.Functions.Tests.Emails;
using Antivirus.Support;
using Microsoft.Extensions.Options;

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

        Assert.Contains("Ies__univalle__Name", _validator.Validate(null, With("univalle", institution)).FailureMessage,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 })]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'9', (byte)'a' })]
    public void A_logo_is_a_picture_that_mail_programs_show(byte[] start)
    {
        Assert.True(WithLogo(start).Succeeded);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' })]
    [InlineData(new byte[] { (byte)'<', (byte)'s', (byte)'v', (byte)'g' })]
    [InlineData(new byte[] { (byte)'M', (byte)'Z' })]
    public void A_logo_that_is_no_picture_stops_the_host_with_its_setting(byte[] start)
    {
        Assert.Contains("Ies__univalle__Logo: ", WithLogo(start).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_that_is_missing_or_too_large_stops_the_host_with_its_setting()
    {
        var institution = Institution();
        institution.Logo = "ninguno.png";

        Assert.Contains("Ies__univalle__Logo: there is no file", _validator.Validate(null, With("univalle", institution)).FailureMessage,
            StringComparison.Ordinal);
        Assert.Contains("Ies__univalle__Logo: ", WithLogo([.. SampleEmails.Png, .. new byte[InstitutionLogo.MaxBytes]]).FailureMessage,
            StringComparison.Ordinal);
    }

    private ValidateOptionsResult WithLogo(byte[] content)
    {
        using var folder = new TemporaryFolder();
        var institution = Institution();
        institution.Logo = folder.File("logo.png");
        File.WriteAllBytes(institution.Logo, content);
        return _validator.Validate(null, With("univalle", institution));
    }

    private static InstitutionsOptions With(string code, InstitutionOptions institution) => new() { [code] = institution };

    private static InstitutionOptions Institution() => new() { Name = "Universidad del Valle", Emails = { "bienestar@univalle.example" } };
}
