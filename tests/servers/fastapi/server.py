"""A print shop, as FastAPI describes it.

`server.py describe` prints the description. `server.py serve` prints its address and answers with what it understood of a request.
"""

import json
import socket
import sys
from enum import Enum
from typing import Annotated, Literal

import uvicorn
from fastapi import Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Query, UploadFile
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

app = FastAPI(title="Print shop", version="1.0.0")
bearer = HTTPBearer()


class Paper(str, Enum):
    plain = "plain"
    glossy = "glossy"


class Card(BaseModel):
    kind: Literal["card"]
    number: str


class Transfer(BaseModel):
    kind: Literal["transfer"]
    iban: str


class Order(BaseModel):
    copies: int = Field(ge=1)
    paper: Paper
    note: str | None = None
    payment: Annotated[Card | Transfer, Field(discriminator="kind")]


class Token(BaseModel):
    token: str
    scopes: list[str]


class Seen(BaseModel):
    shop: str
    tags: list[str]
    page: int | None
    request_id: str
    session: str
    order: Order


class Stored(BaseModel):
    name: str | None
    type: str | None
    size: int
    label: str


@app.post("/login")
def login(user: Annotated[str, Form()], scopes: Annotated[list[str], Form()]) -> Token:
    return Token(token=f"token of {user}", scopes=scopes)


@app.post("/shops/{shop}/orders", status_code=201)
def order(
    shop: str,
    order: Order,
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
    tags: Annotated[list[str], Query()],
    x_request_id: Annotated[str, Header()],
    session: Annotated[str, Cookie()],
    page: Annotated[int | None, Query()] = None,
) -> Seen:
    if credentials.credentials != "token of Ada":
        raise HTTPException(401)
    return Seen(shop=shop, tags=tags, page=page, request_id=x_request_id, session=session, order=order)


@app.post("/files")
async def upload(file: Annotated[UploadFile, File()], label: Annotated[str, Form()]) -> Stored:
    content = await file.read()
    return Stored(name=file.filename, type=file.content_type, size=len(content), label=label)


def main() -> None:
    if sys.argv[1:] == ["describe"]:
        print(json.dumps(app.openapi()))
        return
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


main()
