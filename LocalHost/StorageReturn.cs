namespace Antivirus.LocalHost;

/// <summary>Called before blobs are looked for again when storage may be older than what this process remembers: it failed, or a write that
/// it had confirmed is gone, as after the crash of an emulator. It may be called often, and must do no harm when nothing was
/// lost.</summary>
public delegate Task OnStorageReturned(CancellationToken cancellationToken);
