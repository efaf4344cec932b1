namespace Antivirus.LocalHost.Hosting;

/// <summary>Keeps this host from answering on Azure, where the Functions host checks keys and receives events.</summary>
internal static class AzureGuard
{
    /// <summary>The platform sets it in every function app and web app.</summary>
    public const string SiteName = "WEBSITE_SITE_NAME";

    /// <param name="siteName">Value of the variable; null where it is not set.</param>
    /// <exception cref="StartException">The process runs in a site of Azure.</exception>
    public static void Check(string? siteName)
    {
        if (!string.IsNullOrEmpty(siteName))
        {
            throw new StartException(
                $"{SiteName} is set, so this is Azure, where only the Functions host may run the app; it passes --functions-uri. " +
                "Deploy the published folder with azd or func, and set no start-up command. Elsewhere, unset the variable.");
        }
    }
}
