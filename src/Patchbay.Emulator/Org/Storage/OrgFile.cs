using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Patchbay.Emulator.Org.Storage;

/// <summary>A SQLite file that keeps one org: small records by kind and id, and the texts of versions by their hash. Everything that is written at once is there at once or not at all.</summary>
/// <remarks>The file belongs to one process at a time: a lock that the system drops with the process, however it ends. Changes go to a write-ahead log beside the file before a write returns, so that a killed
/// process loses nothing; the disk itself is asked to keep them (<c>fsync</c>) when the log is taken into the file, so that a machine that loses power may lose the last moments, never the rest.</remarks>
internal sealed class OrgFile : IDisposable
{
    /// <summary>Marks a file as one of these, in SQLite's own header: "PBay".</summary>
    private const int ApplicationId = 0x50426179;

    /// <summary>What the tables are, and how records are spelt.</summary>
    private const int SchemaVersion = 1;

    private const int Busy = 5;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _putText;

    private OrgFile(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
        _put = Command("INSERT INTO record (kind, id, value) VALUES ($kind, $id, $value) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value", "$kind", "$id", "$value");
        _remove = Command("DELETE FROM record WHERE kind = $kind AND id = $id", "$kind", "$id");
        _putText = Command("INSERT INTO text (hash, bytes) VALUES ($hash, $bytes) ON CONFLICT (hash) DO NOTHING", "$hash", "$bytes");
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Opens a file, or makes one, readable by its owner alone.</summary>
    /// <exception cref="DataFileException">It cannot be opened, is in use, or is something else.</exception>
    public static OrgFile Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        SQLitePCL.Batteries_V2.Init();
        Make(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            Prepare(connection, path);
            return new OrgFile(path, connection);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new DataFileException(path, exception.SqliteErrorCode switch
            {
                Busy => "It is in use by another emulator. Stop that one, or name another file.",
                NotADatabase => "It is no data file of an emulator. Name another file, or one that does not exist yet.",
                CannotOpen => "It cannot be opened or written. See who may write there.",
                _ => Sentence(exception),
            }, exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The records of a kind, in the order of their ids.</summary>
    public IEnumerable<(string Id, byte[] Value)> Read(string kind)
    {
        using var select = Command("SELECT id, value FROM record WHERE kind = $kind ORDER BY id", "$kind");
        select.Parameters[0].Value = kind;
        using var reader = select.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        }
    }

    /// <summary>All texts.</summary>
    public IEnumerable<PackedText> ReadTexts()
    {
        using var select = Command("SELECT hash, bytes FROM text");
        using var reader = select.ExecuteReader();
        while (reader.Read())
        {
            yield return PackedText.From(reader.GetFieldValue<byte[]>(1), reader.GetString(0));
        }
    }

    /// <summary>Writes everything in one transaction.</summary>
    /// <param name="records">The records, each with its new value or null to remove it.</param>
    /// <param name="texts">Texts that the records refer to.</param>
    /// <exception cref="DataFileException">The file cannot be written; nothing was.</exception>
    public void Write(IEnumerable<(string Kind, string Id, byte[]? Value)> records, IEnumerable<PackedText> texts)
    {
        try
        {
            AtOnce(() =>
            {
                foreach (var text in texts)
                {
                    Run(_putText, text.Hash, text.Bytes.ToArray());
                }

                foreach (var (kind, id, value) in records)
                {
                    if (value is null)
                    {
                        Run(_remove, kind, id);
                    }
                    else
                    {
                        Run(_put, kind, id, value);
                    }
                }
            });
        }
        catch (SqliteException exception)
        {
            throw new DataFileException(Path, $"What has changed in the org cannot be written. {Sentence(exception)}", exception);
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _putText.Dispose();
        _connection.Dispose();
    }

    private static string Sentence(SqliteException exception) => $"{exception.Message.TrimEnd('.')}.";

    private static void Make(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            if (!File.Exists(path))
            {
                using var made = new FileStream(path, options);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, Directory.Exists(path) ? "It is a folder." : $"It cannot be made. {exception.Message}", exception);
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        var mark = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        if (mark == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, $"""
                BEGIN EXCLUSIVE;
                CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
                CREATE TABLE text (hash TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL);
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {SchemaVersion};
                COMMIT;
                """);
        }
        else if (mark != ApplicationId)
        {
            throw new DataFileException(path, "It is a SQLite file of another program. Name another file, or one that does not exist yet.");
        }
        else if (version != SchemaVersion)
        {
            throw new DataFileException(path, $"It was written by another version of the emulator: its schema is {version}, and this one reads {SchemaVersion}. Use that version, or name another file.");
        }
        else
        {
            Execute(connection, "BEGIN EXCLUSIVE; COMMIT");
        }

        Execute(connection, "PRAGMA synchronous = NORMAL");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Does something in one transaction. Where the disk is full SQLite takes it back by itself, which the transactions of its library do not know of.</summary>
    private void AtOnce(Action write)
    {
        Execute(_connection, "BEGIN IMMEDIATE");
        try
        {
            write();
            Execute(_connection, "COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                Execute(_connection, "ROLLBACK");
            }

            throw;
        }
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }
}
