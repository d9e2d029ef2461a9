namespace Patchbay.Client.Tests.Applying;

/// <summary>A file on a disk that takes so many lines and then is full: the line after them is cut in the middle.</summary>
internal sealed class FailingDisk(Stream inner, int lines) : Stream
{
    private int _left = lines;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_left-- > 0)
        {
            inner.Write(buffer, offset, count);
            return;
        }

        inner.Write(buffer, offset, count / 2);
        inner.Flush();
        throw new IOException("No space left on device");
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
