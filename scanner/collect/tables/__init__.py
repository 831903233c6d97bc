"""Tables: the metadata of many repos as Parquet files in a folder, with a manifest that says what each part is."""
