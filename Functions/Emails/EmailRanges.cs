namespace Antivirus.Functions.Emails;

/// <summary>What the email settings may be, one by one; the attributes' own checks would not name the settings as they are set.</summary>
internal static class EmailRanges
{
    public static IEnumerable<string> Check(EmailOptions options) => ((IEnumerable<string?>)
    [
        OneOf("Transport", options.Transport),
        OneOf("Smtp__Security", options.Smtp.Security),
        Within("Smtp__Port", options.Smtp.Port, 1, 65_535),
        Within("PickupDays", options.PickupDays, 0, 36_500),
        Within("MaxAttachmentBytes", options.MaxAttachmentBytes, 0, 25_000_000),
        Within("MaxPerMinute", options.MaxPerMinute ?? 0, 0, 100_000),
        Within("MaxPerHour", options.MaxPerHour ?? 0, 0, 1_000_000),
        Within("SendTimeout", options.SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20)),
        Within("ClaimTime", options.ClaimTime, TimeSpan.FromSeconds(3), TimeSpan.FromHours(1)),
        Within("MaxWait", options.MaxWait, TimeSpan.Zero, TimeSpan.FromMinutes(25)),
        Within("BacklogEvery", options.BacklogEvery, TimeSpan.Zero, TimeSpan.FromDays(1)),
        Within("LinkLifetime", options.LinkLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)),
        Within("Acs__StatusAfter", options.Acs.StatusAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
    ]).OfType<string>();

    private static string? Within<T>(string setting, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : $"Email__{setting} is {value}; it must be from {least} to {most}.";

    private static string? OneOf<T>(string setting, T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? null : $"Email__{setting} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.";
}
