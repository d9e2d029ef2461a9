namespace Patchbay.Emulator;

/// <summary>The file that an org is kept in cannot be used: it is in use, something else, or cannot be read or written.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong, and what to do, in full sentences.</param>
/// <param name="cause">What was thrown, if anything was.</param>
public sealed class DataFileException(string path, string reason, Exception? cause = null) : IOException($"The data file \"{path}\" cannot be used. {reason}", cause);
