namespace Antivirus.Functions.Access;

public sealed partial class CallerPolicy
{
    static partial void AllowOpenLoopback(ref bool allowed) => allowed = true;
}
