namespace Antivirus.Functions.Access;

/// <summary>The issuer of the tokens does not answer, so no caller can be identified.</summary>
internal sealed class IssuerUnavailableException(Exception inner)
    : Exception("The issuer of the tokens (Auth__Authority) does not answer.", inner);
